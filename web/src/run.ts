/** A run as the views use it: decoded once, looked up often. */
import type {Crowd, Fleet, Life, RunData} from './data';
import {Clocks} from './format';

/** One step of a train or load: what it does from `from` to `until`, in minutes of the run. */
export interface Step { from: number; until: number; code: number; train?: number }

/** How many there are over time. */
export type Counted = Crowd | Fleet;

export class Run {
  readonly clocks: Clocks;
  readonly end: number;       // minute
  readonly horizon: number;
  readonly warmUp: number;
  readonly trains: number;
  readonly first: Int32Array; // of the steps of a train; one more than there are trains
  readonly minute: Int32Array;
  readonly code: Int32Array;
  readonly ended: Int32Array; // minute, or -1
  private names = new Map<string, number>();

  constructor(readonly data: RunData) {
    const {run} = data.answer;
    this.clocks = new Clocks(run.start_utc_ms, data.zones, run.zone);
    this.end = run.ended_at_ms / 60_000;
    this.horizon = run.horizon_ms / 60_000;
    this.warmUp = run.warm_up_ms / 60_000;
    const {trains} = data;
    this.trains = trains.steps.length;
    this.first = new Int32Array(this.trains + 1);
    this.minute = new Int32Array(trains.minutes.length);
    this.code = Int32Array.from(trains.codes);
    this.ended = new Int32Array(this.trains);
    for (let train = 0, at = 0; train < this.trains; ++train) {
      let minute = 0;
      for (const end = at + trains.steps[train]!; at < end; ++at) this.minute[at] = minute += trains.minutes[at]!;
      this.first[train + 1] = at;
      this.ended[train] = trains.ended[train]! < 0 ? -1 : minute + trains.ended[train]!;
    }
  }

  name(train: number) { return `${this.data.sources[this.data.trains.source[train]!]}#${this.data.trains.number[train]}`; }
  find(name: string): number | undefined {
    if (!this.names.size) for (let i = 0; i < this.trains; ++i) this.names.set(this.name(i), i);
    return this.names.get(name);
  }
  begins(train: number) { return this.minute[this.first[train]!]!; }
  ends(train: number) { return this.ended[train]! < 0 ? this.end : this.ended[train]!; }
  until(train: number, step: number) { return step + 1 < this.first[train + 1]! ? this.minute[step + 1]! : this.ends(train); }

  stage(code: number) { return this.data.stages[this.data.spots.stage[code]!]!; }
  placeOf(code: number) { return this.data.spots.place[code]!; }
  linkOf(code: number) { return this.data.spots.link[code]!; }
  isForward(code: number) { return this.data.spots.forward[code] === 1; }
  /** In words: `dostyk`, `dostyk – aktogay`. */
  where(code: number): string {
    const place = this.placeOf(code);
    if (place >= 0) return this.data.places[place]!.name;
    const link = this.data.links[this.linkOf(code)];
    if (!link) return '';
    const [a, b] = [this.data.places[link.a]!.name, this.data.places[link.b]!.name];
    return this.isForward(code) ? `${a} – ${b}` : `${b} – ${a}`;
  }
  zoneAt(code: number): string {
    const link = this.data.links[this.linkOf(code)];
    const place = link ? (this.isForward(code) ? link.a : link.b) : this.placeOf(code);
    return this.data.places[place]?.zone ?? this.clocks.main;
  }

  /** The share of its link that a train has behind it after so many sections, in its own direction. */
  shareAfter(code: number): number {
    const link = this.data.links[this.linkOf(code)]!;
    const lengths = this.isForward(code) ? link.sections_m : [...link.sections_m].reverse();
    const all = lengths.reduce((a, b) => a + b, 0);
    const behind = lengths.slice(0, this.data.spots.sections[code]).reduce((a, b) => a + b, 0);
    return all > 0 ? behind / all : 0;
  }
  /** From where to where on its link a step goes, as shares in the direction of the train; and until when. */
  passage(train: number, step: number): {p0: number; p1: number; t0: number; t1: number} {
    const code = this.code[step]!;
    const t0 = this.minute[step]!;
    const t1 = this.until(train, step);
    const link = this.linkOf(code);
    if (this.stage(code).kind !== 'moving') { const p = this.shareAfter(code); return {p0: p, p1: p, t0, t1}; }
    const beside = (other: number) => other >= this.first[train]! && other < this.first[train + 1]! && this.linkOf(this.code[other]!) === link;
    const p0 = beside(step - 1) ? this.shareAfter(this.code[step - 1]!) : 0;
    if (beside(step + 1)) return {p0, p1: this.shareAfter(this.code[step + 1]!), t0, t1};
    const last = step + 1 === this.first[train + 1]! && this.ended[train]! < 0;
    const whole = this.data.links[link]!.running_ms / 60_000;
    return {p0, p1: last && whole > 0 ? Math.min(1, p0 + (t1 - t0) / whole) : 1, t0, t1};
  }

  stepsOf(train: number): Step[] {
    const all: Step[] = [];
    for (let i = this.first[train]!; i < this.first[train + 1]!; ++i) {
      all.push({from: this.minute[i]!, until: this.until(train, i), code: this.code[i]!});
    }
    return all;
  }
  /** A load's own steps, and between them those of the trains that it rode. */
  lifeOf(life: Life): Step[] {
    const all: Step[] = [];
    const end = Math.floor(life.ended_ms / 60_000);
    for (let i = 0; i < life.steps.length; i += 2) {
      const from = life.steps[i]!;
      const until = i + 2 < life.steps.length ? life.steps[i + 2]! : end;
      const code = life.steps[i + 1]!;
      if (code >= 0) { all.push({from, until, code}); continue; }
      const train = -1 - code;
      for (const step of this.stepsOf(train)) {
        if (step.until > from && step.from < until) {
          all.push({from: Math.max(from, step.from), until: Math.min(until, step.until), code: step.code, train});
        }
      }
    }
    return all;
  }

  /** Mean number over the interval in which `minute` lies. */
  static at(crowd: Counted, interval: number) { return (crowd.hundredths[interval] ?? 0) / 100; }
  get intervals() { return Math.max(1, Math.ceil(this.end / this.data.interval_minutes)); }
  /** Mean from the warm-up on. */
  meanOf(crowd: Crowd): number {
    const from = Math.floor(this.warmUp / this.data.interval_minutes);
    const count = this.intervals - from;
    let sum = 0;
    for (let i = from; i < crowd.hundredths.length; ++i) sum += crowd.hundredths[i]!;
    return count > 0 ? sum / 100 / count : 0;
  }
  /** The use of a link: of the tightest of its parts. */
  use(link: number): number | undefined {
    const name = this.data.links[link]!.name;
    let most: number | undefined;
    for (const r of this.data.answer.resources) {
      if (r.kind === 'line' && (r.name === name || r.name.startsWith(name + ' '))) most = Math.max(most ?? 0, r.utilisation);
    }
    return most;
  }
  /** What is closed at `minute`. */
  closedAt(minute: number) {
    return this.data.closures.filter(c => c.from_ms / 60_000 <= minute && minute < c.until_ms / 60_000);
  }
}

export const relationName = (r: {from: string; to: string; by_truck: boolean; class: string}) =>
  (r.from === r.to ? r.from : `${r.from} → ${r.to}`) + (r.by_truck ? ' by truck' : '') + (r.class ? `, ${r.class}` : '');
