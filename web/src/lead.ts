/** How long loads take: all relations on one scale, and one of them in full. */
import {behind, cut, fitted, h, legend, letters, rowsFor, s, Tip, toggle, type Cell} from './dom';
import {category, inUnit, percent, rounds, tick, unitFor, whole} from './format';
import {busiest} from './answer';
import {type Run} from './run';

const at = (quantiles: number[], share: number) => quantiles[Math.round(share * (quantiles.length - 1))] ?? 0;
/** Documents that were made before there was any have none. */
const latenessOf = (run: Run, relation: number) => run.data.lateness?.[relation] ?? [];
const SHOWN = 12;

export function leadSection(runs: Run[], names: string[]): HTMLElement | undefined {
  const run = runs[0]!;
  const rows = busiest(run);
  if (!rows.length) return undefined;
  let all = false;
  let chosen = rows[0]!;
  let view: 'lead' | 'late' = 'lead';
  const list = h('div', {class: 'chart'});
  const detail = h('div', {class: 'chart'});
  const title = h('h3', {});
  const views = toggle<'lead' | 'late'>('Show', [['lead', 'lead time'], ['late', 'against what was promised']], view, value => { view = value; drawDetail(); });
  const longest = Math.max(...rows.map(one => at(run.data.lead_times[one.i]!, 0.95))) / 60;
  const unit = unitFor(longest);

  const drawListIn = (width: number) => {
    const shown = all ? rows : rows.slice(0, SHOWN);
    const most = Math.max(...shown.map(one => at(run.data.lead_times[one.i]!, 0.95)));
    const {stacked, left, height, text, bar} = rowsFor(width, Math.min(220, width * .36));
    const right = 112;
    const x = (minutes: number) => left + minutes / most * (width - left - right);
    const foot = 24 + shown.length * height;
    const picture = s('svg', {viewBox: `0 0 ${width} ${foot + 22}`, role: 'group', 'aria-label': 'Lead times by relation'});
    for (const value of rounds(0, most / 60 / unit.hours, stacked ? 4 : 5).values) {
      const at = x(value * 60 * unit.hours);
      picture.append(s('line', {x1: at, x2: at, y1: 22, y2: foot, class: 'rule'}),
        s('text', {x: at, y: foot + 16, class: 'soft', 'text-anchor': stacked && !value ? 'start' : 'middle'}, `${tick(value)} ${unit.name}`));
    }
    [['p50', width - 58], ['p90', width - 4]].forEach(([text, end]) =>
      picture.append(s('text', {x: end!, y: 14, class: 'soft', 'text-anchor': 'end'}, `${text} (${unit.name})`)));
    shown.forEach((one, i) => {
      const q = run.data.lead_times[one.i]!;
      const y = 24 + i * height;
      const choose = () => { chosen = one; drawList(); drawDetail(); };
      picture.append(s('g', {class: 'row', role: 'button', tabindex: 0, 'aria-label': `${one.name}, median ${inUnit(at(q, .5) / 60, unit)} ${unit.name}`, 'aria-pressed': one === chosen,
        click: choose, keydown: (event: KeyboardEvent) => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); choose(); } }},
        s('rect', {class: 'hit', x: 0, y, width, height, rx: 4}),
        cut({x: 2, y: y + text, 'font-weight': one === chosen ? 700 : 400}, one.name, letters((stacked ? width : left) / (one === chosen ? 1.1 : 1))),
        s('line', {x1: x(at(q, .1)), x2: x(at(q, .95)), y1: y + bar, y2: y + bar, stroke: 'var(--faint)', 'stroke-width': 1.2}),
        s('rect', {x: x(at(q, .1)), y: y + bar - 4, width: Math.max(2, x(at(q, .9)) - x(at(q, .1))), height: 8, rx: 2, fill: category(0), opacity: one === chosen ? .95 : .5}),
        s('rect', {x: x(at(q, .5)) - 1, y: y + bar - 7, width: 2.4, height: 14, fill: 'var(--ink)'}),
        s('text', {x: width - 58, y: y + bar + 4, 'text-anchor': 'end'}, inUnit(at(q, .5) / 60, unit)),
        s('text', {x: width - 4, y: y + bar + 4, 'text-anchor': 'end'}, inUnit(at(q, .9) / 60, unit))));
    });
    list.replaceChildren(picture);
  };
  const drawList = fitted(list, drawListIn);

  const tip = new Tip(detail);
  const drawDetailIn = (width: number) => {
    title.textContent = chosen.name;
    const promised = latenessOf(run, chosen.i).length > 0;
    views.hidden = !promised;
    const late = promised && view === 'late';
    const series = runs.map(one => {
      const i = one.data.answer.relations.findIndex(r =>
        r.from === chosen.r.from && r.to === chosen.r.to && r.by_truck === chosen.r.by_truck && r.class === chosen.r.class);
      return late ? latenessOf(one, i) : one.data.lead_times[i] ?? [];
    }).filter(q => q.length);
    const due = late ? 0 : run.data.due_minutes[chosen.i]!;
    const ends = series.flatMap(q => [at(q, 0), Math.min(q[q.length - 1]!, at(q, .99) * 1.05)]).concat(late ? [0, 60] : due > 0 ? [due] : []);
    const own = unitFor(Math.max(...ends.map(Math.abs)) / 60);
    // Columns as wide as a round number of minutes, hours or days, between round ends.
    const minutes = own.hours * 60;
    const most = Math.max(...ends.map(Math.abs));
    const spread = Math.max(...ends) - Math.min(...ends);
    const {step} = rounds(0, (spread < most / 50 ? most / 2 : spread) / minutes, 50);  // all alike: one column of some width
    const low = Math.floor(Math.min(...ends) / minutes / step - 1e-9) * step * minutes;
    const bins = Math.max(4, Math.ceil((Math.max(...ends) - low) / minutes / step + 1e-9));
    const high = low + bins * step * minutes;
    const density = (q: number[]) => {
      // Between two neighbouring quantiles lies the same share of loads.
      const counts = new Array<number>(bins).fill(0);
      const place = (m: number) => Math.min((m - low) / (high - low) * bins, bins - 1e-6);
      for (let i = 0; i + 1 < q.length; ++i) {
        const [a, b] = [place(q[i]!), Math.max(place(q[i + 1]!), place(q[i]!) + 1e-9)];
        for (let k = Math.max(0, Math.floor(a)); k <= Math.min(bins - 1, Math.floor(b)); ++k) {
          counts[k]! += (Math.min(b, k + 1) - Math.max(a, k)) / (b - a) / (q.length - 1);
        }
      }
      return counts;
    };
    const shares = series.map(density);
    const top = Math.max(...shares.flat());
    const [height, base, left, tall] = [268, 220, 40, 156];
    const right = 8;
    const x = (minutes: number) => left + (minutes - low) / (high - low) * (width - left - right);
    const called = late ? 'later than promised' : 'lead time';
    const picture = s('svg', {viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `${late ? 'Lateness' : 'Lead times'} of ${chosen.name}`});
    for (const value of rounds(0, top * 100, 4).values) {
      const y = base - value / 100 / top * tall;
      picture.append(s('line', {x1: left, x2: width - right, y1: y, y2: y, class: 'rule'}),
        s('text', {x: left - 6, y: y + 4, class: 'soft', 'text-anchor': 'end'}, `${tick(value)}\u202f%`));
    }
    picture.append(s('text', {x: 0, y: base - tall - 40, class: 'soft'}, `share of loads, by ${step === 1 ? '' : `${tick(step)} `}${own.name}`));
    shares.forEach((counts, k) => {
      const wide = (width - left - right) / bins;
      const edge = counts.map((c, i) => `L${left + i * wide},${base - c / top * tall}h${wide}`).join('');
      picture.append(s('path', {d: `M${left},${base}${edge}V${base}Z`, fill: category(k), opacity: k ? .35 : .55}));
    });
    picture.append(s('line', {x1: left, x2: width - right, y1: base, y2: base, class: 'rule'}));
    const q = series[0]!;
    const marks: [string, number][] = [['p50', at(q, .5)], ['p90', at(q, .9)], ['p95', at(q, .95)]];
    if (due > 0 || late) marks.push(['due', due]);
    // Those that fall together are named together.
    const lines: [string, number][] = [];
    for (const [name, value] of marks.sort((a, b) => a[1] - b[1])) {
      const before = lines.at(-1);
      if (before && name !== 'due' && before[0] !== 'due' && x(value) - x(before[1]) < 2) before[0] += `, ${name}`;
      else lines.push([name, value]);
    }
    // A name stands to the right of its line, a row lower if the one before it reaches so far; near the edge, to the left.
    const taken = [-9, -9, -9];
    for (const [name, value] of lines) {
      const isDue = name === 'due';
      const words = isDue && late ? name : `${name} ${inUnit(value / 60, own)} ${own.name}`;
      const wide = words.length * 6.9;
      const before = x(value) + wide + 6 > width;
      const from = before ? x(value) - wide - 4 : x(value) + 4;
      const row = Math.max(0, taken.findIndex(end => from > end + 6));
      taken[row] = from + wide;
      const y = base - tall - 22 + row * 14;
      picture.append(s('line', {x1: x(value), x2: x(value), y1: y - 9, y2: base, stroke: isDue ? 'var(--closed)' : 'var(--ink)', 'stroke-dasharray': isDue ? '' : '2 3'}),
        s('text', {x: before ? x(value) - 4 : x(value) + 4, y, 'text-anchor': before ? 'end' : 'start', 'font-weight': 600, class: 'over'}, words));
    }
    for (const value of rounds(low / minutes, high / minutes, width < 400 ? 4 : 6).values) {
      picture.append(s('text', {x: x(value * minutes), y: base + 17, class: 'soft', 'text-anchor': 'middle'}, tick(value)));
    }
    picture.append(s('text', {x: (left + width) / 2, y: base + 36, class: 'soft', 'text-anchor': 'middle'}, `${called} (${own.name})`));
    picture.addEventListener('pointermove', event => {
      const box = picture.getBoundingClientRect();
      const minutes = low + ((event.clientX - box.left) / box.width * width - left) / (width - left - right) * (high - low);
      const share = q.filter(v => v <= minutes).length / q.length;
      const host = detail.getBoundingClientRect();
      tip.show(event.clientX - host.left, event.clientY - host.top, [late ? `${percent(share)} at most ${inUnit(Math.abs(minutes) / 60, own)} ${own.name} ${minutes < 0 ? 'before' : 'after'} the promise` : `${percent(share)} within ${inUnit(minutes / 60, own)} ${own.name}`, `of ${whole(chosen.r.lead_time.loads)} loads`]);
    });
    picture.addEventListener('pointerleave', () => tip.hide());
    detail.querySelector('svg')?.remove();
    detail.prepend(picture);
  };
  const drawDetail = fitted(detail, drawDetailIn);
  const numbers = behind('lead-times', [{name: 'relation'}, {name: 'loads', number: true}, ...['mean', 'p10', 'p50', 'p90', 'p95'].map(p => ({name: `${p} (h)`, number: true})), {name: 'on time (share)', number: true}, ...['p50', 'p90', 'p95'].map(p => ({name: `late by, ${p} (h)`, number: true}))],
    () => rows.map((one): Cell[] => {
      const q = run.data.lead_times[one.i]!;
      const l = latenessOf(run, one.i);
      const hours = (v: number) => +(v / 60).toFixed(2);
      return [one.name, one.r.lead_time.loads, +((one.r.lead_time.mean_ms ?? 0) / 3.6e6).toFixed(2), hours(at(q, .1)), hours(at(q, .5)), hours(at(q, .9)), hours(at(q, .95)),
        one.r.with_due ? +(one.r.on_time / one.r.with_due).toFixed(4) : '', ...[.5, .9, .95].map(share => l.length ? hours(at(l, share)) : '')];
    }));
  return h('section', {id: 'lead'},
    h('h2', {}, 'Lead times'),
    h('p', {class: 'note'}, `From setting out to delivery. Bars reach from the 10th to the 90th percentile, the thin line to the 95th; the mark is the median.`),
    rows.length > SHOWN ? h('div', {class: 'tools'}, toggle('Relations', [['main', `main ${SHOWN}`], ['all', `all ${rows.length}`]], 'main', value => { all = value === 'all'; drawList(); })) : '',
    h('div', {class: 'columns'}, list, h('div', {}, title, views, runs.length > 1 ? legend(names.map((name, i) => [category(i), name])) : '', detail)), numbers);
}
