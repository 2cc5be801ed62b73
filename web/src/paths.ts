/** Paths through the network, and what trains do along one of them. */
import {type Run} from './run';

export interface Part { link: number; forward: boolean; from: number; until: number }  // km along the path
export interface Path { places: {place: number; km: number}[]; parts: Map<number, Part>; length: number; name: string }

export const DAY = 1440;
export const KINDS = ['running', 'waiting for the line', 'other waits', 'work'] as const;

/** All that trains do along one path, as segments in time and distance. */
export class Lines {
  readonly train: Int32Array;
  readonly step: Int32Array;
  readonly at: Float32Array;  // t0, t1, km0, km1
  readonly kind: Uint8Array;
  readonly trains: number;
  private days: number[][] = [];

  constructor(run: Run, path: Path, filter: (train: number) => boolean) {
    const km = new Map(path.places.map(p => [p.place, p.km]));
    const train: number[] = [];
    const step: number[] = [];
    const at: number[] = [];
    const kind: number[] = [];
    let trains = 0;
    for (let t = 0; t < run.trains; ++t) {
      if (!filter(t)) continue;
      const before = train.length;
      let moves = false;
      for (let i = run.first[t]!; i < run.first[t + 1]!; ++i) {
        const code = run.code[i]!;
        const place = run.placeOf(code);
        const stage = run.stage(code);
        const what = stage.kind === 'moving' ? 0 : stage.kind === 'working' ? 3 : stage.cause === 'line' ? 1 : 2;
        if (place >= 0) {
          const y = km.get(place);
          if (y === undefined) continue;
          at.push(run.minute[i]!, run.until(t, i), y, y);
        } else {
          const part = path.parts.get(run.linkOf(code));
          if (!part) continue;
          moves = true;
          const {p0, p1, t0, t1} = run.passage(t, i);
          const same = run.isForward(code) === part.forward;
          const y = (p: number) => part.from + (same ? p : 1 - p) * (part.until - part.from);
          at.push(t0, t1, y(p0), y(p1));
        }
        train.push(t);
        step.push(i);
        kind.push(what);
      }
      if (moves) { ++trains; continue; }
      train.length = step.length = kind.length = before;  // it only stands there
      at.length = before * 4;
    }
    this.trains = trains;
    this.train = Int32Array.from(train);
    this.step = Int32Array.from(step);
    this.at = Float32Array.from(at);
    this.kind = Uint8Array.from(kind);
    for (let i = 0; i < this.train.length; ++i) {
      for (let day = Math.max(0, Math.floor(this.at[4 * i]! / DAY)); day <= Math.floor(this.at[4 * i + 1]! / DAY); ++day) (this.days[day] ??= []).push(i);
    }
  }
  /** Segments that lie at least partly in [from, until], each once. */
  *between(from: number, until: number): Generator<number> {
    const first = Math.max(0, Math.floor(from / DAY));
    for (let day = first; day <= Math.floor(until / DAY); ++day) {
      for (const i of this.days[day] ?? []) {
        const begins = this.at[4 * i]!;
        if (day > first && begins < day * DAY) continue;
        if (begins <= until && this.at[4 * i + 1]! >= from) yield i;
      }
    }
  }
  count(from: number, until: number) {
    let n = 0;
    for (let day = Math.max(0, Math.floor(from / DAY)); day <= Math.floor(until / DAY); ++day) n += this.days[day]?.length ?? 0;
    return n;
  }
}

/** The shortest way over links on which trains run. */
export function pathBetween(run: Run, from: number, to: number): Path | undefined {
  const {places, links} = run.data;
  const dist = places.map(() => Infinity);
  const by: number[] = places.map(() => -1);
  const done = places.map(() => false);
  dist[from] = 0;
  for (;;) {
    let here = -1;
    dist.forEach((d, i) => { if (!done[i] && d < Infinity && (here < 0 || d < dist[here]!)) here = i; });
    if (here < 0 || here === to) break;
    done[here] = true;
    links.forEach((link, i) => {
      if (link.a !== here && link.b !== here) return;
      const there = link.a === here ? link.b : link.a;
      const used = link.trains[0] + link.trains[1] + link.trucks[0] + link.trucks[1] > 0;
      const d = dist[here]! + Math.max(link.length_m / 1000, 1) * (used ? 1 : 1000);
      if (d < dist[there]!) { dist[there] = d; by[there] = i; }
    });
  }
  if (dist[to] === Infinity || from === to) return undefined;
  const chain: {link: number; forward: boolean}[] = [];
  for (let here = to; here !== from;) {
    const link = by[here]!;
    const forward = links[link]!.b === here;
    chain.unshift({link, forward});
    here = forward ? links[link]!.a : links[link]!.b;
  }
  let km = 0;
  const path: Path = {places: [{place: from, km}], parts: new Map(), length: 0, name: `${places[from]!.name} – ${places[to]!.name}`};
  for (const {link, forward} of chain) {
    // A link without a length (a ferry, a yard) still takes room.
    const next = km + Math.max(links[link]!.length_m / 1000, 10);
    path.parts.set(link, {link, forward, from: km, until: next});
    km = next;
    path.places.push({place: forward ? links[link]!.b : links[link]!.a, km});
  }
  path.length = km;
  return path;
}
