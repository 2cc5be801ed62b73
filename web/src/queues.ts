/** What waits or stands at a place, runs on a line or lies in a yard, over time. */
import {choice, h, toggle} from './dom';
import {category, OTHER, percent} from './format';
import type {Crowd} from './data';
import {Chart, behindLines, course, limit, sum, type Line, type Shade} from './chart';
import {Run} from './run';

type View = 'waits' | 'tracks' | 'yard' | 'line';
const MOST = 7;

export interface Queues { section: HTMLElement; showPlace(place: number): void }

export function queuesSection(run: Run, others: Run[] = [], names: string[] = [], replications = 1, confidence = .95): Queues | undefined {
  const {places, links, stages, crowds, closures} = run.data;
  const chart = new Chart(run);
  const stage = (c: Crowd) => stages[c.stage]!;
  const yardStage = (c: Crowd) => c.who === 'units' && c.place >= 0 && stage(c).kind === 'waiting';
  const groups: Record<View, Map<number, Crowd[]>> = {waits: new Map(), tracks: new Map(), yard: new Map(), line: new Map()};
  const put = (view: View, key: number, c: Crowd) => groups[view].set(key, [...(groups[view].get(key) ?? []), c]);
  for (const c of crowds) {
    if (c.place >= 0 && c.who !== 'units' && stage(c).kind === 'waiting') put('waits', c.place, c);
    if (c.place >= 0 && c.who === 'trains') put('tracks', c.place, c);
    if (yardStage(c)) put('yard', c.place, c);
    if (c.link >= 0) put('line', c.link, c);
  }
  const views = (['waits', 'tracks', 'yard', 'line'] as View[]).filter(v => groups[v].size);
  if (!views.length) return undefined;
  let view = views[0]!;
  const total = (all: Crowd[]) => all.reduce((n, c) => n + run.meanOf(c), 0);
  const order = (v: View) => [...groups[v]].sort((a, b) => total(b[1]) - total(a[1])).map(([key]) => key);
  const name = (v: View, key: number) => v === 'line' ? links[key]!.name : places[key]!.name;
  const chosen: Record<View, number> = {waits: order('waits')[0] ?? 0, tracks: order('tracks')[0] ?? 0, yard: order('yard')[0] ?? 0, line: order('line')[0] ?? 0};
  const field = h('span', {});
  const note = h('p', {class: 'note'});
  const NOTES: Record<View, string> = {
    waits: 'Trains and trucks that wait at a place, by what they wait for: means over intervals. Drag to look closer, double-click for all.',
    tracks: 'Trains that stand at a place, by what they do or wait for there. Dashed: how many tracks there are, where the scenario says so.',
    yard: 'Load units that stand at a place and wait, in the yard or beside the track.',
    line: 'Trains and trucks on a line, and those of them that stand at its loops.',
  };

  const COUNTS: Record<View, string> = {waits: 'trains and trucks', tracks: 'trains', yard: 'load units', line: 'trains and trucks'};
  /** Station tracks and handling tracks together; the latter alone where the scenario does not limit the former. */
  const tracksOf = (place: number): Line[] => {
    const here = run.data.answer.resources.filter(r => ['tracks', 'handling tracks'].includes(r.kind) && r.place === places[place]!.name);
    const name = here.some(r => r.kind === 'tracks') ? 'tracks' : 'handling tracks';
    const count = here.reduce((n, r) => n + r.capacity, 0);
    return count ? [limit(run, name, count)] : [];
  };

  const linesOf = (): Line[] => {
    const all = groups[view].get(chosen[view]) ?? [];
    const label = (c: Crowd) => (view === 'tracks' ? stage(c).name : view === 'line' ? stage(c).kind === 'moving' ? `${c.who} running` : stage(c).name : stage(c).cause || stage(c).name) + (view === 'waits' && c.who === 'trucks' ? ' (trucks)' : '');
    const by = new Map<string, Crowd[]>();
    for (const c of all) by.set(label(c), [...(by.get(label(c)) ?? []), c]);
    const sorted = [...by].sort((a, b) => total(b[1]) - total(a[1]));
    const lines = sorted.slice(0, MOST).map(([text, list], i) => line(text, list, i));
    if (sorted.length > MOST) lines.push({name: 'other', colour: OTHER, values: line('', sorted.slice(MOST).flatMap(([, list]) => list), 0).values, fill: false});
    if (!others.length) return view === 'tracks' ? [{name: 'all', colour: '--ink', values: line('', all, 0).values, width: 1.8}, ...lines, ...tracksOf(chosen.tracks)] : lines;
    // Sums of the scenarios, one over the other.
    const here = view === 'line' ? links[chosen[view]]!.name : places[chosen[view]]!.name;
    const totals: Line[] = [{name: 'all', colour: '--ink', values: sum(run, all), width: 2, fill: false}];
    others.forEach((other, k) => {
      const {data} = other;
      const key = view === 'line' ? data.links.findIndex(l => l.name === here) : data.places.findIndex(p => p.name === here);
      const there = data.crowds.filter(c => (view === 'line' ? c.link : c.place) === key && key >= 0 &&
        (view === 'line' || (data.stages[c.stage]!.kind === 'waiting' && (c.who === 'units') === (view === 'yard') && (view !== 'tracks' || c.who === 'trains'))));
      totals.push({name: `all, ${names[k]}`, colour: category(4 + k), values: sum(run, there), width: 2, dash: [6, 4], fill: false});
    });
    return [...totals, ...lines.map(line => ({...line, fill: false, width: 1}))];
  };
  const line = (name: string, list: Crowd[], i: number) => course(run, name, category(i), list, i === 0);
  const shades = (): Shade[] => {
    const key = chosen[view];
    const at = (w: {place?: number; link?: number; kind: string}) => view === 'line' ? w.link === key
      : (w.place === key && w.kind !== 'service' && w.kind !== 'flow') || (w.link !== undefined && (links[w.link]!.a === key || links[w.link]!.b === key));
    const all: Shade[] = closures.filter(c => c.of.some(at)).map(c => ({from: c.from_ms / 60_000, until: c.until_ms / 60_000, fill: '--closed'}));
    if (run.warmUp > 0) all.push({from: 0, until: run.warmUp, fill: '--shade'});
    return all;
  };
  const certain = crowds.some(c => c.half_hundredths);
  const first = certain ? ` Means of ${run.data.crowd_replications} runs; the bands are their intervals of ${percent(confidence)}.`
    : replications > 1 && run.data.crowd_replications < 2 ? ' Those of the first replication: made with --report, the page has intervals here too.' : '';
  const title = h('h3', {});
  const HEADS: Record<View, string> = {waits: 'what waits', tracks: 'trains that stand there', yard: 'what waits in the yard', line: 'what is under way'};
  const draw = () => {
    note.textContent = `${NOTES[view]}${first}${run.warmUp > 0 ? ' Grey: before the figures count.' : ''} Red: something here is closed or restricted.`;
    field.replaceChildren(choice(view === 'line' ? 'Line' : 'Place', order(view).map(key => [String(key), name(view, key)] as [string, string]), String(chosen[view]),
      value => { chosen[view] = +value; draw(); }).field);
    title.textContent = `${name(view, chosen[view])}: ${HEADS[view]}`;
    chart.show(COUNTS[view], linesOf(), shades());
  };
  draw();
  const NAMES: Record<View, string> = {waits: 'queues', tracks: 'tracks', yard: 'yards', line: 'lines'};
  const section = h('section', {id: 'queues'}, h('h2', {}, 'Queues over time'), note,
    h('div', {class: 'tools'}, toggle('What', views.map(v => [v, NAMES[v]] as [View, string]), view, value => { view = value; draw(); }), field),
    title, chart.host,
    behindLines('queues', run, certain, () => name(view, chosen[view]), linesOf));
  return {section, showPlace(place) {
    if (groups.waits.has(place)) { view = 'waits'; chosen.waits = place; } else if (groups.yard.has(place)) { view = 'yard'; chosen.yard = place; } else return;
    draw();
    section.scrollIntoView();
  }};
}
