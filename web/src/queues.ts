/** What waits at a place, runs on a line or stands in a yard, over time. */
import {behind, choice, h, toggle} from './dom';
import {category, OTHER} from './format';
import type {Crowd} from './data';
import {Chart, type Line, type Shade} from './chart';
import {Run} from './run';

type View = 'waits' | 'yard' | 'line';
const MOST = 7;

export interface Queues { section: HTMLElement; showPlace(place: number): void }

export function queuesSection(run: Run, others: Run[] = [], names: string[] = [], replications = 1): Queues | undefined {
  const {places, links, stages, crowds, closures, interval_minutes: interval} = run.data;
  const chart = new Chart(run, '');
  const stage = (c: Crowd) => stages[c.stage]!;
  const yardStage = (c: Crowd) => c.who === 'units' && c.place >= 0 && stage(c).kind === 'waiting';
  const groups: Record<View, Map<number, Crowd[]>> = {waits: new Map(), yard: new Map(), line: new Map()};
  const put = (view: View, key: number, c: Crowd) => groups[view].set(key, [...(groups[view].get(key) ?? []), c]);
  for (const c of crowds) {
    if (c.place >= 0 && c.who !== 'units' && stage(c).kind === 'waiting') put('waits', c.place, c);
    if (yardStage(c)) put('yard', c.place, c);
    if (c.link >= 0) put('line', c.link, c);
  }
  const views = (['waits', 'yard', 'line'] as View[]).filter(v => groups[v].size);
  if (!views.length) return undefined;
  let view = views[0]!;
  const total = (all: Crowd[]) => all.reduce((n, c) => n + run.meanOf(c), 0);
  const order = (v: View) => [...groups[v]].sort((a, b) => total(b[1]) - total(a[1])).map(([key]) => key);
  const name = (v: View, key: number) => v === 'line' ? links[key]!.name : places[key]!.name;
  const chosen: Record<View, number> = {waits: order('waits')[0] ?? 0, yard: order('yard')[0] ?? 0, line: order('line')[0] ?? 0};
  const field = h('span', {});
  const note = h('p', {class: 'note'});
  const NOTES: Record<View, string> = {
    waits: 'Trains and trucks that wait at a place, by what they wait for: means over intervals. Drag to look closer, double-click for all.',
    yard: 'Load units that stand at a place and wait, in the yard or beside the track.',
    line: 'Trains and trucks on a line, and those of them that stand at its loops.',
  };

  const linesOf = (): Line[] => {
    const all = groups[view].get(chosen[view]) ?? [];
    const label = (c: Crowd) => (view === 'line' ? stage(c).kind === 'moving' ? `${c.who} running` : stage(c).name : stage(c).cause || stage(c).name) + (view === 'waits' && c.who === 'trucks' ? ' (trucks)' : '');
    const by = new Map<string, Crowd[]>();
    for (const c of all) by.set(label(c), [...(by.get(label(c)) ?? []), c]);
    const sorted = [...by].sort((a, b) => total(b[1]) - total(a[1]));
    const sum = (list: Crowd[]) => Array.from({length: run.intervals}, (_, i) => list.reduce((n, c) => n + Run.at(c, i), 0));
    const lines: Line[] = sorted.slice(0, MOST).map(([text, list], i) => ({name: text, colour: category(i), values: sum(list), fill: i === 0}));
    if (sorted.length > MOST) lines.push({name: 'other', colour: OTHER, values: sum(sorted.slice(MOST).flatMap(([, list]) => list)), fill: false});
    const first = sorted[0]?.[1];
    const known = first?.length === 1 ? first[0] : undefined;
    if (known?.half_hundredths) {
      const {mean_hundredths: mean, half_hundredths: half} = known;
      lines[0]!.fill = false;
      lines.unshift({name: `${sorted[0]![0]}, mean of ${run.data.crowd_replications} runs`, colour: category(0), values: mean!.map(v => v / 100), fill: false, width: 2.2,
        low: mean!.map((v, i) => Math.max(0, v - half[i]!) / 100), high: mean!.map((v, i) => (v + half[i]!) / 100)});
    }
    if (!others.length) return lines;
    // Sums of the scenarios, one over the other.
    const here = view === 'line' ? links[chosen[view]]!.name : places[chosen[view]]!.name;
    const totals: Line[] = [{name: 'all', colour: '--ink', values: sum(all), width: 2, fill: false}];
    others.forEach((other, k) => {
      const {data} = other;
      const key = view === 'line' ? data.links.findIndex(l => l.name === here) : data.places.findIndex(p => p.name === here);
      const there = data.crowds.filter(c => (view === 'line' ? c.link : c.place) === key && key >= 0 &&
        (view === 'line' || (data.stages[c.stage]!.kind === 'waiting' && (c.who === 'units') === (view === 'yard'))));
      totals.push({name: `all, ${names[k]}`, colour: category(4 + k), values: sum(there), width: 2, dash: [6, 4], fill: false});
    });
    return [...totals, ...lines.map(line => ({...line, fill: false, width: 1}))];
  };
  const shades = (): Shade[] => {
    const key = chosen[view];
    const at = (w: {place?: number; link?: number; kind: string}) => view === 'line' ? w.link === key
      : (w.place === key && w.kind !== 'service' && w.kind !== 'flow') || (w.link !== undefined && (links[w.link]!.a === key || links[w.link]!.b === key));
    const all: Shade[] = closures.filter(c => c.of.some(at)).map(c => ({from: c.from_ms / 60_000, until: c.until_ms / 60_000, fill: '--closed'}));
    if (run.warmUp > 0) all.push({from: 0, until: run.warmUp, fill: '--shade'});
    return all;
  };
  const first = replications > 1 && run.data.crowd_replications < 2 ? ' Those of the first replication: made with --report, the page has intervals here too.' : '';
  const draw = () => {
    note.textContent = `${NOTES[view]}${first}${run.warmUp > 0 ? ' Grey: before the figures count.' : ''} Red: something here is closed or restricted.`;
    field.replaceChildren(choice(view === 'line' ? 'Line' : 'Place', order(view).map(key => [String(key), name(view, key)] as [string, string]), String(chosen[view]),
      value => { chosen[view] = +value; draw(); }).field);
    chart.show(linesOf(), shades());
  };
  draw();
  const NAMES: Record<View, string> = {waits: 'queues', yard: 'yards', line: 'lines'};
  const section = h('section', {id: 'queues'}, h('h2', {}, 'Queues over time'), note,
    h('div', {class: 'tools'}, toggle('What', views.map(v => [v, NAMES[v]] as [View, string]), view, value => { view = value; draw(); }), field),
    chart.host,
    behind('queues', [{name: 'from'}, {name: 'where'}, {name: 'what'}, {name: 'mean number', number: true}], () => {
      const rows: (string | number)[][] = [];
      for (const line of linesOf()) {
        line.values.forEach((value, i) => rows.push([run.clocks.plain(i * interval), name(view, chosen[view]), line.name, +(value ?? 0).toFixed(2)]));
      }
      return rows;
    }));
  return {section, showPlace(place) {
    if (groups.waits.has(place)) { view = 'waits'; chosen.waits = place; } else if (groups.yard.has(place)) { view = 'yard'; chosen.yard = place; } else return;
    draw();
    section.scrollIntoView();
  }};
}
