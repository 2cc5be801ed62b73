/** The document `caravan-report/1`, as the program writes it. Times are milliseconds of the run unless they say minutes. */

export interface Times { loads: number; mean_ms?: number; p10_ms?: number; p50_ms?: number; p90_ms?: number }

export interface Relation {
  from: string; to: string; by_truck: boolean; class: string;
  created: number; delivered: number; turned_away: number; with_due: number; on_time: number;
  lead_time: Times; stages_ms: Record<string, number>;
}

export interface Resource {
  name: string; kind: string; place: string | null; capacity: number; utilisation: number; out_of_order?: number;
  served: number; waits_ms: number; mean_queue: number; greatest_queue: number; queue_growth_per_week: number;
}

export interface Terminal {
  name: string; trains_in: number; trains_out: number; units: number; lifts: number; direct: number;
  mean_trains_waiting: number; greatest_trains_waiting: number; mean_yard_teu: number;
}

/** `caravan-summary/1`: what `caravan run --format json` prints. */
export interface Answer {
  scenario: {name: string; hash: string};
  run: {seed: number; replication: number; start_utc_ms: number; zone: string; horizon_ms: number; warm_up_ms: number;
        end: string; ended_at_ms: number; events: number};
  trains: {started: number; ended: number; departures_cancelled: number};
  loads: {created: number; delivered: number; turned_away: number; inside: number};
  relations: Relation[];
  transits: {name: string; time: Times}[];
  waits_by_cause: {cause: string; total_ms: number; share: number}[];
  time_by_place: {place: string; stage: string; train_ms: number; load_ms: number}[];
  resources: Resource[];
  terminals: Terminal[];
  audit: {ok: boolean; broken: string[]};
  fingerprints: {order: string; time: string; results: string};
}

export interface Place { name: string; country: string; lat?: number; lon?: number; zone: string }

export interface Link {
  name: string; a: number; b: number; mode: 'rail' | 'road' | 'sea' | 'air'; gauge_mm: number; length_m: number;
  running_ms: number; single_track: boolean; sections_m: number[];
  trains: [number, number]; trucks: [number, number];  // that entered from a, and from b
  possessions: number[];                               // minutes from, until, ..., each since the one before
}

export interface Closure {
  name: string; from_ms: number; until_ms: number; left: number;
  of: {kind: string; name: string; place?: number; link?: number}[];
}

export interface Stage { name: string; kind: 'moving' | 'working' | 'waiting'; cause: string }

export interface Crowd { stage: number; place: number; link: number; who: 'trains' | 'trucks' | 'units'; hundredths: number[];
  mean_hundredths?: number[]; half_hundredths?: number[] }  // over replications, of `joined_intervals` together

/** Units in use. */
export interface Fleet { name: string; hundredths: number[]; mean_hundredths?: number[]; half_hundredths?: number[] }

export interface Life { name: string; pick: 'p50' | 'p90' | 'slowest'; created_ms: number; ended_ms: number; steps: number[] }

export interface RunData {
  answer: Answer; about: string; text: string;
  zones: Record<string, number[]>;  // from ms, offset in minutes, ...
  places: Place[]; links: Link[]; closures: Closure[];
  lead_times: number[][];           // minutes at every half per cent, in the order of the relations
  due_minutes: number[];            // promised lead time of each relation; -1: none, or several
  lateness?: number[][];            // lead time less the promised one of each load, in minutes, as lead_times; empty without promises
  hours: {kind: string; name: string; open: number[]}[];
  stages: Stage[]; sources: string[];
  spots: {stage: number[]; place: number[]; link: number[]; forward: number[]; sections: number[]};
  trains: {source: number[]; number: number[]; truck: number[]; steps: number[]; ended: number[];
           minutes: number[]; codes: number[]; trucks_left_out: boolean};
  lives: Life[];
  interval_minutes: number; crowd_replications: number; joined_intervals?: number; crowds: Crowd[];
  fleets_in_use?: Fleet[];          // of the run in front
}

export interface Quantile { value: number; low?: number; high?: number }

export interface Replications {
  experiment: {seed: number; replications: number; confidence: number; kind: string};
  measures: {name: string; unit: string; better: string; runs: number; unstable: boolean; mean?: number; sd?: number;
             half_width?: number | null; values?: (number | null)[]}[];
}

export interface Comparison {
  confidence: number; replications: number;
  scenarios: {name: string; changes: string; stalled: number; growing_queues: string[]}[];
  differences: {scenario: number; measure: string; unit: string; better: string; unstable: boolean; pairs?: number;
                base?: number; other?: number; difference?: number; half_width?: number | null; p?: number; p_holm?: number}[];
}

export interface Sweep {
  complete: boolean; runs: number; confidence: number;
  points: {point: number; settings: Record<string, string>; replications: number; stalled: number;
           measures: {name: string; unit: string; runs: number; mean: number; sd: number; half_width: number | null}[]}[];
  best: {measure: string; point: number; probability_of_best: number} | null;
  effects: {measure: string; variables: {path: string; share_of_variance: number; rank_correlation: number | null}[]} | null;
}

export interface LadderStep {
  path: string; before: string; after: string; cause: string; share: number; pairs: number; from: number; to: number; difference: number;
  half_width: number | null; p_adjusted: number; cost_a_load: number | null; cost_of_an_hour: number | null; price: number | null;
  growing_queue?: string;           // that grows without end with this step: its figures mean nothing
}

export interface Ladder {
  measure: string; unit: string; currency?: string; runs: number;
  rungs: {growing_queue: string; endless?: boolean; chosen: number | null; tried: LadderStep[];
          counted?: {path: string; table: string; cause: string; share: number}[]}[];
}

export interface Gates {
  files: {file: string; name: string; runs: number; error: string;
          gates: {what: string; verdict: string; observed: string; expected: string; reason: string; at: string}[]}[];
  without: string[];
}

export interface Report {
  schema: 'caravan-report/1'; version: string; runs: RunData[];
  replications?: Replications; comparison?: Comparison; ladder?: Ladder; sweep?: Sweep; gates?: Gates;
}

/** What stands compressed in the script called `id`. */
export async function embedded<T>(id: string): Promise<T> {
  const text = document.getElementById(id)!.textContent!.trim();
  const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
}
