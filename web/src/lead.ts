/** How long loads take: all relations on one scale, and one of them in full. */
import {behind, h, legend, s, Tip, toggle, type Cell} from './dom';
import {category, inUnit, percent, unitFor, whole} from './format';
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

  const drawList = () => {
    const shown = all ? rows : rows.slice(0, SHOWN);
    const most = Math.max(...shown.map(one => at(run.data.lead_times[one.i]!, 0.95)));
    const [width, height, left, right] = [560, 24, 190, 104];
    const x = (minutes: number) => left + minutes / most * (width - left - right);
    const picture = s('svg', {viewBox: `0 0 ${width} ${shown.length * height + 24}`, role: 'img', 'aria-label': 'Lead times by relation'});
    [['p50', width - 62], ['p90', width - 4]].forEach(([text, end]) =>
      picture.append(s('text', {x: end!, y: 14, class: 'soft', 'text-anchor': 'end'}, `${text} (${unit.name})`)));
    shown.forEach((one, i) => {
      const q = run.data.lead_times[one.i]!;
      const y = 24 + i * height;
      const choose = () => { chosen = one; drawList(); drawDetail(); };
      picture.append(s('g', {class: 'row', role: 'button', tabindex: 0, 'aria-label': `${one.name}, median ${inUnit(at(q, .5) / 60, unit)} ${unit.name}`, 'aria-pressed': one === chosen,
        click: choose, keydown: (event: KeyboardEvent) => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); choose(); } }},
        s('rect', {class: 'hit', x: 0, y, width, height, rx: 4}),
        s('text', {x: 2, y: y + 16, 'font-weight': one === chosen ? 700 : 400}, one.name.length > 30 ? one.name.slice(0, 29) + '…' : one.name),
        s('line', {x1: x(at(q, .1)), x2: x(at(q, .95)), y1: y + 12, y2: y + 12, stroke: 'var(--faint)', 'stroke-width': 1.2}),
        s('rect', {x: x(at(q, .1)), y: y + 8, width: Math.max(2, x(at(q, .9)) - x(at(q, .1))), height: 8, rx: 2, fill: category(0), opacity: one === chosen ? .95 : .5}),
        s('rect', {x: x(at(q, .5)) - 1, y: y + 5, width: 2.4, height: 14, fill: 'var(--ink)'}),
        s('text', {x: width - 62, y: y + 16, 'text-anchor': 'end'}, inUnit(at(q, .5) / 60, unit)),
        s('text', {x: width - 4, y: y + 16, 'text-anchor': 'end'}, inUnit(at(q, .9) / 60, unit))));
    });
    list.replaceChildren(picture);
  };

  const tip = new Tip(detail);
  const drawDetail = () => {
    title.textContent = chosen.name;
    const bins = 48;
    const promised = latenessOf(run, chosen.i).length > 0;
    views.hidden = !promised;
    const late = promised && view === 'late';
    const series = runs.map(one => {
      const i = one.data.answer.relations.findIndex(r =>
        r.from === chosen.r.from && r.to === chosen.r.to && r.by_truck === chosen.r.by_truck && r.class === chosen.r.class);
      return late ? latenessOf(one, i) : one.data.lead_times[i] ?? [];
    }).filter(q => q.length);
    const low = Math.min(...late ? [0] : [], ...series.map(q => at(q, 0)));
    const due = late ? 0 : run.data.due_minutes[chosen.i]!;
    const high = Math.max(low + 1, late ? 60 : due > 0 ? due * 1.02 : 0, ...series.map(q => Math.min(q[q.length - 1]!, at(q, .99) * 1.05)));
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
    const [width, height, base] = [520, 250, 214];
    const x = (minutes: number) => 6 + (minutes - low) / (high - low) * (width - 12);
    const own = unitFor(Math.max(high, -low) / 60);
    const called = late ? 'later than promised' : 'lead time';
    const picture = s('svg', {viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `${late ? 'Lateness' : 'Lead times'} of ${chosen.name}`});
    shares.forEach((counts, k) => {
      const step = (width - 12) / bins;
      const edge = counts.map((c, i) => `L${6 + i * step},${base - c / top * 168}h${step}`).join('');
      picture.append(s('path', {d: `M6,${base}${edge}V${base}Z`, fill: category(k), opacity: k ? .35 : .55}));
    });
    picture.append(s('line', {x1: 0, x2: width, y1: base, y2: base, class: 'rule'}));
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
    lines.forEach(([name, value], i) => {
      const isDue = name === 'due';
      picture.append(s('line', {x1: x(value), x2: x(value), y1: 22 + (i % 2) * 14, y2: base, stroke: isDue ? 'var(--closed)' : 'var(--ink)', 'stroke-dasharray': isDue ? '' : '2 3'}),
        s('text', {x: x(value), y: 17 + (i % 2) * 14, 'text-anchor': x(value) > width - 70 ? 'end' : x(value) < 70 ? 'start' : 'middle', 'font-weight': 600}, isDue && late ? name : `${name} ${inUnit(value / 60, own)} ${own.name}`));
    });
    for (let i = 0; i <= 5; ++i) {
      const value = low + (high - low) * i / 5;
      picture.append(s('text', {x: x(value), y: base + 17, class: 'soft', 'text-anchor': i === 0 ? 'start' : i === 5 ? 'end' : 'middle'}, inUnit(value / 60, own)));
    }
    picture.append(s('text', {x: width / 2, y: base + 34, class: 'soft', 'text-anchor': 'middle'}, `${called} (${own.name})`));
    picture.addEventListener('pointermove', event => {
      const box = picture.getBoundingClientRect();
      const minutes = low + ((event.clientX - box.left) / box.width * width - 6) / (width - 12) * (high - low);
      const share = q.filter(v => v <= minutes).length / q.length;
      const host = detail.getBoundingClientRect();
      tip.show(event.clientX - host.left, event.clientY - host.top, [late ? `${percent(share)} at most ${inUnit(Math.abs(minutes) / 60, own)} ${own.name} ${minutes < 0 ? 'before' : 'after'} the promise` : `${percent(share)} within ${inUnit(minutes / 60, own)} ${own.name}`, `of ${whole(chosen.r.lead_time.loads)} loads`]);
    });
    picture.addEventListener('pointerleave', () => tip.hide());
    detail.querySelector('svg')?.remove();
    detail.prepend(picture);
  };
  drawList();
  drawDetail();
  const numbers = behind('lead-times', [{name: 'relation'}, {name: 'loads', number: true}, ...['mean', 'p10', 'p50', 'p90', 'p95'].map(p => ({name: `${p} (h)`, number: true})), {name: 'on time', number: true}, ...['p50', 'p90', 'p95'].map(p => ({name: `late by, ${p} (h)`, number: true}))],
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
