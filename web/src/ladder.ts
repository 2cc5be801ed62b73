/** Which capacity gains most, which next, and what was tried in vain. */
import type {Ladder, LadderStep} from './data';
import {behind, cut, fitted, h, legend, letters, rowsFor, s} from './dom';
import {brief, category, OTHER, percent, rounds, signed, tick} from './format';

const nameOf = (step: LadderStep) => `${step.path} ${step.before} → ${step.after}`;

interface Row { name: string; from: number; to: number; half: number; fill: string; note: string }

function rowsOf(found: Ladder): Row[] {
  const rows: Row[] = [];
  const first = found.rungs[0]?.tried[0];
  if (first) rows.push({name: 'as it is', from: first.from, to: first.from, half: 0, fill: 'var(--ink)', note: `${brief(first.from)} ${found.unit}`});
  const row = (step: LadderStep, name: string, fill: string): Row => ({name, from: step.from, to: step.to, half: step.half_width ?? 0, fill,
    note: `${signed(step.difference)} ± ${step.half_width == null ? '?' : brief(step.half_width)} ${found.unit}`});
  found.rungs.forEach((rung, i) => {
    const chosen = rung.chosen === null ? undefined : rung.tried[rung.chosen];
    if (chosen) rows.push(row(chosen, `${i + 1}. ${nameOf(chosen)}`, category(2)));
    else rung.tried.forEach(step => rows.push(row(step, `too little: ${nameOf(step)}`, OTHER)));
  });
  return rows;
}

function picture(found: Ladder, rows: Row[], width: number): SVGElement {
  const {stacked, left, height, text, bar} = rowsFor(width, width < 800 ? 220 : 380);
  const right = width < 800 ? 130 : 170;
  const ends = rows.flatMap(r => [r.from, r.to - r.half, r.to + r.half]);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const x = (v: number) => left + (high > low ? (v - low) / (high - low) : .5) * (width - left - right);
  const drawn = s('svg', {viewBox: `0 0 ${width} ${rows.length * height + 30}`, role: 'img', 'aria-label': `${found.measure}, rung by rung`});
  rounds(low, high, width < 800 ? 3 : 5).values.forEach(v => drawn.append(
    s('line', {x1: x(v), x2: x(v), y1: 20, y2: rows.length * height + 24, class: 'rule'}),
    s('text', {x: x(v), y: 13, class: 'soft', 'text-anchor': 'middle'}, `${tick(v)} ${found.unit}`)));
  rows.forEach((r, i) => {
    const top = 24 + i * height;
    const y = top + bar;
    drawn.append(s('g', {class: 'row'}, s('rect', {class: 'hit', x: 0, y: top, width, height}),
      cut({x: 2, y: top + text, 'font-weight': r.fill === OTHER ? 400 : 600}, r.name, letters((stacked ? width : left) / 1.1)),
      s('line', {x1: x(r.from), x2: x(r.to), y1: y, y2: y, stroke: r.fill, 'stroke-width': 7, opacity: .45}),
      s('line', {x1: x(r.to - r.half), x2: x(r.to + r.half), y1: y, y2: y, stroke: r.fill, 'stroke-width': 2}),
      s('circle', {cx: x(r.to), cy: y, r: 5, fill: r.fill}),
      s('text', {x: width - 4, y: y + 4, 'text-anchor': 'end'}, r.note)));
  });
  return drawn;
}

export function ladderSection(found: Ladder | undefined): HTMLElement | undefined {
  if (!found) return undefined;
  const host = h('div', {class: 'chart'});
  const rows = rowsOf(found);
  fitted(host, width => { host.replaceChildren(picture(found, rows, width)); });
  const taken = found.rungs.flatMap(rung => rung.chosen === null ? [] : [rung.tried[rung.chosen]!]);
  const growing = found.rungs.flatMap((rung, i) => rung.growing_queue ? [`before rung ${i + 1} the queue for ${rung.growing_queue} grows without end`] : []);
  const said = taken.length ? `${taken.length} of ${found.rungs.length} rungs gain enough for certain. Below, lead times and queues show the runs before the first and after the last of these; the rest shows the one before.`
    : 'Nothing that was tried gains enough for certain.';
  return h('section', {id: 'ladder'}, h('h2', {}, 'Which capacity first'),
    h('p', {class: 'note'}, `${found.measure}, in ${found.runs} runs on common luck. ${said}` + (growing.length ? ` Mind that ${growing.join('; ')}.` : '')),
    legend([[category(2), 'kept'], [OTHER, 'tried, and gains too little']]), host,
    behind('ladder', [{name: 'rung', number: true}, {name: 'kept'}, {name: 'what'}, {name: 'from'}, {name: 'to'}, {name: 'waits for'},
      ...['share of waits', 'pairs', `before (${found.unit})`, `after (${found.unit})`, 'difference', 'half width', 'p', 'cost a load', 'cost of an hour', 'price'].map(name => ({name, number: true}))],
      () => found.rungs.flatMap((rung, i) => rung.tried.map((t, k) => [i + 1, k === rung.chosen ? 'yes' : 'no', t.path, t.before, t.after, `${t.cause} (${percent(t.share)})`,
        t.share, t.pairs, t.from, t.to, t.difference, t.half_width ?? NaN, t.p_adjusted, t.cost_a_load ?? NaN, t.cost_of_an_hour ?? NaN, t.price ?? NaN]))));
}
