/** What is busy: all resources, and one of them at work over time. */
import {behind, cut, fitted, h, letters, rowsFor, s, toggle} from './dom';
import {brief, category, heat, percent, whole} from './format';
import type {Crowd, Resource} from './data';
import {behindLines, Chart, course, limit, type Line, type Shade} from './chart';
import type {Run} from './run';

type Kind = 'all' | 'work' | 'line' | 'fleet';
const SHOWN = 14;
const NAMES: Record<string, [string, string]> = {activity: ['desk', 'desks'], cranes: ['crane', 'cranes'], tracks: ['track', 'tracks'], 'handling tracks': ['handling track', 'handling tracks'],
  staff: ['officer', 'officers'], bays: ['bay', 'bays'], wagons: ['wagon', 'wagons'], locomotives: ['locomotive', 'locomotives'], crews: ['crew', 'crews']};
const FLEETS = ['wagons', 'locomotives', 'crews'];
const STAFFED = ['activity', 'cranes', 'staff', 'bays', 'gauge changers', 'shunting engines'];

export function useSection(run: Run, confidence = .95): HTMLElement | undefined {
  const {answer, crowds, stages, hours, places, links, closures} = run.data;
  const all = [...answer.resources].sort((a, b) => b.utilisation - a.utilisation || (a.name < b.name ? -1 : 1));
  if (!all.length) return undefined;
  let kind = 'all' as Kind;
  const ofKind = (r: Resource) => kind === 'all' || (kind === 'line' ? ['line', 'tracks', 'handling tracks'].includes(r.kind)
    : kind === 'work' ? STAFFED.includes(r.kind) : FLEETS.includes(r.kind));
  let chosen = all[0]!;
  const list = h('div', {class: 'chart'});
  const title = h('h3', {});
  const note = h('p', {class: 'note'});
  const chart = new Chart(run, 250);
  const queue = new Chart(run, 160);
  const certain = crowds.some(c => c.half_hundredths) || (run.data.fleets_in_use ?? []).some(f => f.half_hundredths);
  /** What the two charts draw. */
  let drawn: Line[] = [];

  /** What runs, works or is lifted at the resource, and what waits for it; as far as stages tell. */
  const parts = (r: Resource): {busy: Crowd[]; waits: Crowd[]} => {
    const place = places.findIndex(p => p.name === r.place);
    if (FLEETS.includes(r.kind)) return {busy: [], waits: crowds.filter(c => c.place >= 0 && c.who !== 'units' && stages[c.stage]!.kind === 'waiting' && stages[c.stage]!.cause === r.name)};
    const here = crowds.filter(c => c.place === place && place >= 0);
    const named = (c: Crowd, name: string) => stages[c.stage]!.name === name;
    if (r.kind === 'line') {
      const link = links.findIndex(l => r.name === l.name || r.name.startsWith(l.name + ' '));
      const on = crowds.filter(c => c.link === link && link >= 0);
      return {busy: on.filter(c => stages[c.stage]!.kind === 'moving'), waits: on.filter(c => stages[c.stage]!.kind === 'waiting')};
    }
    if (r.kind === 'cranes') return {busy: here.filter(c => named(c, 'lift')), waits: here.filter(c => stages[c.stage]!.cause === 'crane')};
    const word = r.name.replace(/ (bays|gauge changers|shunting engines)$/, '');
    return {busy: here.filter(c => stages[c.stage]!.kind === 'working' && (named(c, word) || stages[c.stage]!.cause === word)),
      waits: here.filter(c => stages[c.stage]!.kind === 'waiting' && stages[c.stage]!.cause.startsWith(word))};
  };
  const closedHours = (r: Resource): Shade[] => {
    const found = hours.find(one => r.name === one.name || r.name.startsWith(one.name + ' '));
    const shades: Shade[] = [];
    if (found) {
      let minute = 0;
      let open = 0;
      found.open.forEach((d, i) => {
        minute += d;
        if (i % 2 === 0) { if (minute > open) shades.push({from: open, until: minute, fill: '--shade'}); } else open = minute;
      });
      if (open < run.horizon) shades.push({from: open, until: run.horizon, fill: '--shade'});
    }
    const place = places.findIndex(p => p.name === r.place);
    for (const c of closures) {
      if (c.of.some(w => r.name === w.name || r.name.startsWith(w.name + ' ') || (w.kind === 'place' && w.place === place))) {
        shades.push({from: c.from_ms / 60_000, until: c.until_ms / 60_000, fill: '--closed'});
      }
    }
    return shades;
  };

  /** `4 cranes: `; of a line there is one. */
  const counted = ({kind, capacity}: Resource) => {
    if (kind === 'line') return '';
    const [one, many] = NAMES[kind] ?? [kind, kind];
    return `${whole(capacity)} ${capacity === 1 ? one : many}: `;
  };
  const drawChart = () => {
    const {busy, waits} = parts(chosen);
    const shades = closedHours(chosen);
    title.textContent = chosen.name;
    note.textContent = `${counted(chosen)}${percent(chosen.utilisation)} busy; ${brief(chosen.mean_queue)} wait on average, ${whole(chosen.greatest_queue)} at most` +
      (chosen.out_of_order ? `, ${percent(chosen.out_of_order)} of the time out of order` : '') + (shades.some(x => x.fill === '--shade') ? '. Grey: closed by its calendar.' : '.');
    if (FLEETS.includes(chosen.kind)) drawFleet(waits, shades); else drawWork(busy, waits, shades);
    if (certain && drawn.length) note.textContent += ` Over time: means of ${run.data.crowd_replications} runs; the bands are their intervals of ${percent(confidence)}.`;
  };
  const drawWork = (busy: Crowd[], waits: Crowd[], shades: Shade[]) => {
    chart.host.hidden = !busy.length && !waits.length;
    queue.host.hidden = true;
    drawn = [];
    if (chart.host.hidden) { note.textContent += ' What stands and waits there over time is under “Queues over time”.'; return; }
    drawn.push(course(run, chosen.kind === 'line' ? 'on the line' : 'at work', category(0), busy, true));
    if (waits.length) drawn.push(course(run, 'waiting', category(4), waits, false));
    if (chosen.kind !== 'line') drawn.push(limit(run, 'capacity', chosen.capacity));
    chart.show(chosen.kind === 'line' ? 'trains' : 'at work, waiting', drawn, shades);
  };
  /** Units and trains have an axis each: a train waits for dozens of wagons. */
  const drawFleet = (waits: Crowd[], shades: Shade[]) => {
    const units = (run.data.fleets_in_use ?? []).filter(f => f.name === chosen.name);
    const inUse = units.length ? [course(run, 'in use', category(0), units, true), limit(run, 'all', chosen.capacity)] : [];
    const waiting = waits.length ? [course(run, 'waiting', category(4), waits, true)] : [];
    drawn = [...inUse, ...waiting];
    chart.host.hidden = !inUse.length;
    queue.host.hidden = !waiting.length;
    if (inUse.length) { note.textContent += ' In use: with trains, turning round or on their way back.'; chart.show(`${chosen.kind} in use`, inUse, shades); }
    if (waiting.length) { note.textContent += ' Below: trains that wait for them, at all places.'; queue.show('trains that wait', waiting, shades); }
  };
  /** Of a line its ends and the direction, where no other line joins them. */
  const called = (r: Resource) => {
    const link = links.find(l => r.name.startsWith(`${l.name} from `));
    const alone = link && links.filter(l => Math.min(l.a, l.b) === Math.min(link.a, link.b) && Math.max(l.a, l.b) === Math.max(link.a, link.b)).length === 1;
    const ends = alone ? r.name.slice(link.name.length + 6).split(' to ') : [];
    return ends.length === 2 ? ends.join(' → ') : r.name;
  };
  /** Of the parts of a line the tightest stands for the line. */
  const shown = () => {
    const seen = new Set<string>();
    return all.filter(ofKind).filter(r => {
      if (r.kind !== 'line') return true;
      const line = links.find(l => r.name === l.name || r.name.startsWith(l.name + ' '))?.name ?? r.name;
      return !seen.has(line) && !!seen.add(line);
    });
  };
  const drawListIn = (width: number) => {
    const rows = shown().slice(0, SHOWN);
    const {stacked, left, height, text, bar} = rowsFor(width, Math.min(290, width * .46));
    const right = 132;
    const picture = s('svg', {viewBox: `0 0 ${width} ${rows.length * height + 20}`, role: 'group', 'aria-label': 'Use of resources'},
      s('text', {x: width - 92, y: 12, class: 'soft', 'text-anchor': 'end'}, 'busy'), s('text', {x: width - 4, y: 12, class: 'soft', 'text-anchor': 'end'}, 'mean queue'));
    rows.forEach((r, i) => {
      const y = 20 + i * height;
      const choose = () => { chosen = r; drawList(); drawChart(); };
      const full = width - left - right;
      picture.append(s('g', {class: 'row', role: 'button', tabindex: 0, 'aria-label': `${r.name}, ${percent(r.utilisation)} busy`, 'aria-pressed': r === chosen, click: choose,
        keydown: (event: KeyboardEvent) => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); choose(); } }},
        s('rect', {class: 'hit', x: 0, y, width, height, rx: 4}),
        cut({x: 2, y: y + text, 'font-weight': r === chosen ? 700 : 400}, called(r), letters((stacked ? width : left) / (r === chosen ? 1.1 : 1))),
        s('rect', {x: left, y: y + bar - 5, width: full, height: 10, rx: 2, fill: 'var(--track)'}),
        s('rect', {x: left, y: y + bar - 5, width: full * Math.min(r.utilisation, 1), height: 10, rx: 2, fill: heat(r.utilisation)}),
        s('text', {x: width - 92, y: y + bar + 4, 'text-anchor': 'end'}, percent(r.utilisation)),
        s('text', {x: width - 4, y: y + bar + 4, 'text-anchor': 'end'}, brief(r.mean_queue))));
    });
    list.replaceChildren(picture);
  };
  const drawList = fitted(list, drawListIn);
  const kinds: [Kind, string][] = [['all', 'all'], ['work', 'cranes and officers'], ['line', 'lines and tracks']];
  if (all.some(r => FLEETS.includes(r.kind))) kinds.push(['fleet', 'fleets']);
  drawChart();
  return h('section', {id: 'use'}, h('h2', {}, 'What is busy'),
    h('p', {class: 'note'}, 'The share of its open time in order in which something is in use, since the warm-up.'),
    h('div', {class: 'tools'}, toggle('Kind', kinds, kind, value => { kind = value; chosen = all.find(ofKind) ?? chosen; drawList(); drawChart(); })),
    h('div', {class: 'columns'}, list, h('div', {}, title, note, chart.host, queue.host, behindLines('use-over-time', run, certain, () => chosen.name, () => drawn))),
    behind('resources', [{name: 'resource'}, {name: 'kind'}, {name: 'place'}, ...['capacity', 'use (share)', 'out of order (share)', 'mean queue', 'greatest queue', 'waits (h)', 'queue growth (/wk)'].map(name => ({name, number: true}))],
      () => all.map(r => [r.name, r.kind, r.place ?? '', r.capacity, +r.utilisation.toFixed(4), +(r.out_of_order ?? 0).toFixed(4), +r.mean_queue.toFixed(3), r.greatest_queue, +(r.waits_ms / 3.6e6).toFixed(2), +r.queue_growth_per_week.toFixed(3)])));
}
