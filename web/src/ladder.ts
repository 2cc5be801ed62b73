/** Which capacity gains most, which next, and what was tried in vain. */
import type {Ladder, LadderStep} from './data';
import {behind, cut, fitted, h, legend, letters, rowsFor, s} from './dom';
import {brief, category, OTHER, percent, rounds, signed, tick} from './format';

const nameOf = (step: LadderStep) => `${step.path} ${step.before} → ${step.after}`;

type Rung = Ladder['rungs'][number];
/** Where there is no mean, or nothing was tried, a sign and words stand in place of figures. */
interface Sign { sign: '∞' | '#'; words: string }
interface Row { name: string; from: number; to: number; half: number; fill: string; note: string; instead?: Sign }

/** Why the figures of a step mean nothing. */
function instead(rung: Rung, step: LadderStep, found: Ladder): Sign | undefined {
  if (step.growing_queue) return {sign: '∞', words: `lets the queue for ${step.growing_queue} grow without end`};
  return rung.endless ? {sign: '∞', words: `the queue for ${rung.growing_queue} grows without end, so ${found.measure} has no mean yet`} : undefined;
}
const countedIn = (table: string): Sign => ({sign: '#', words: `counted in ${table}: more must be tried there`});

function rowsOf(found: Ladder): Row[] {
  const rows: Row[] = [];
  const wordy = (name: string, instead: Sign, note: string, fill: string): Row => ({name, from: NaN, to: NaN, half: 0, fill, note, instead});
  const rung0 = found.rungs[0];
  const first = rung0?.tried[0];
  if (first && rung0.endless) rows.push(wordy('as it is', {sign: '∞', words: `the queue for ${rung0.growing_queue} grows without end`}, 'no mean yet', 'var(--ink)'));
  else if (first) rows.push({name: 'as it is', from: first.from, to: first.from, half: 0, fill: 'var(--ink)', note: `${brief(first.from)} ${found.unit}`});
  const row = (rung: Rung, step: LadderStep, name: string, fill: string): Row => {
    const sign = instead(rung, step, found);
    if (sign) return wordy(name, sign, 'no mean', fill);
    return {name, from: step.from, to: step.to, half: step.half_width ?? 0, fill,
      note: `${signed(step.difference)} ± ${step.half_width == null ? '?' : brief(step.half_width)} ${found.unit}`};
  };
  found.rungs.forEach((rung, i) => {
    rung.tried.forEach((step, k) => {
      if (k === rung.chosen) rows.push(row(rung, step, `${i + 1}. ${nameOf(step)}`, category(2)));
      else if (rung.chosen === null || step.growing_queue) rows.push(row(rung, step, `${step.growing_queue ? 'not kept' : 'too little'}: ${nameOf(step)}`, OTHER));
    });
    if (rung.chosen === null) (rung.counted ?? []).forEach(each => rows.push(wordy(each.path, countedIn(each.table), `${percent(each.share)} of all waits`, OTHER)));
  });
  return rows;
}

function picture(found: Ladder, rows: Row[], width: number): SVGElement {
  const {stacked, left, height, text, bar} = rowsFor(width, width < 800 ? 220 : 380);
  const right = width < 800 ? 130 : 170;
  const ends = rows.filter(r => !r.instead).flatMap(r => [r.from, r.to - r.half, r.to + r.half]);
  const [low, high] = ends.length ? [Math.min(...ends), Math.max(...ends)] : [0, 0];
  const x = (v: number) => left + (high > low ? (v - low) / (high - low) : .5) * (width - left - right);
  const drawn = s('svg', {viewBox: `0 0 ${width} ${rows.length * height + 30}`, role: 'img', 'aria-label': `${found.measure}, rung by rung`});
  if (ends.length) rounds(low, high, width < 800 ? 3 : 5).values.forEach(v => drawn.append(
    s('line', {x1: x(v), x2: x(v), y1: 20, y2: rows.length * height + 24, class: 'rule'}),
    s('text', {x: x(v), y: 13, class: 'soft', 'text-anchor': 'middle'}, `${tick(v)} ${found.unit}`)));
  rows.forEach((r, i) => {
    const top = 24 + i * height;
    const y = top + bar;
    drawn.append(s('g', {class: 'row'}, s('rect', {class: 'hit', x: 0, y: top, width, height}),
      cut({x: 2, y: top + text, 'font-weight': r.fill === OTHER ? 400 : 600}, r.name, letters((stacked ? width : left) / 1.1)),
      ...r.instead ? [s('text', {x: left, y: y + 4, class: 'sign', 'font-weight': 700}, r.instead.sign),
        cut({x: left + 16, y: y + 4, class: 'soft'}, r.instead.words, letters(width - left - right - 16))] : [
        s('line', {x1: x(r.from), x2: x(r.to), y1: y, y2: y, stroke: r.fill, 'stroke-width': 7, opacity: .45}),
        s('line', {x1: x(r.to - r.half), x2: x(r.to + r.half), y1: y, y2: y, stroke: r.fill, 'stroke-width': 2}),
        s('circle', {cx: x(r.to), cy: y, r: 5, fill: r.fill})],
      s('text', {x: width - 4, y: y + 4, 'text-anchor': 'end'}, r.note)));
  });
  return drawn;
}

export function ladderSection(found: Ladder | undefined): HTMLElement | undefined {
  if (!found) return undefined;
  const host = h('div', {class: 'chart'});
  const rows = rowsOf(found);
  fitted(host, width => { host.replaceChildren(picture(found, rows, width)); });
  const taken = found.rungs.filter(rung => rung.chosen !== null);
  const relieved = taken.filter(rung => rung.endless).length;
  const growing = found.rungs.flatMap((rung, i) => rung.growing_queue ? [`before rung ${i + 1} the queue for ${rung.growing_queue} grows without end`] : []);
  const said = taken.length ? `${taken.length - relieved} of ${found.rungs.length} rungs gain enough for certain${relieved ? `, and ${relieved} add to what a queue waits for that grows without end` : ''}. Below, lead times and queues show the runs before the first and after the last of these; the rest shows the one before.`
    : 'Nothing that was tried gains enough for certain.';
  const keys = legend([[category(2), 'kept'], [OTHER, 'tried, and gains too little']]);
  const sign = (of: Sign['sign'], words: string) => rows.some(r => r.instead?.sign === of) && keys.append(h('li', {}, h('strong', {}, of), ` ${words}`));
  sign('∞', 'a queue grows without end: no figure says what it gains');
  sign('#', 'counted in a table: no change of the scenario gives more of it');
  return h('section', {id: 'ladder'}, h('h2', {}, 'Which capacity first'),
    h('p', {class: 'note'}, `${found.measure}, in ${found.runs} runs on common luck. ${said}` + (growing.length ? ` Mind that ${growing.join('; ')}.` : '')),
    keys, host,
    behind('ladder', [{name: 'rung', number: true}, {name: 'kept'}, {name: 'what'}, {name: 'from'}, {name: 'to'}, {name: 'waits for'},
      ...['waits (share)', 'pairs', ...['before', 'after', 'difference', 'half width'].map(name => `${name} (${found.unit})`), 'p', ...['cost a load', 'cost of an hour', 'price'].map(name => found.currency ? `${name} (${found.currency})` : name)].map(name => ({name, number: true})), {name: 'note'}],
      () => found.rungs.flatMap((rung, i) => [
        ...rung.tried.map((t, k) => {
          const sign = instead(rung, t, found);
          const figures = [t.from, t.to, t.difference, t.half_width, t.p_adjusted, t.cost_a_load, t.cost_of_an_hour, t.price].map(figure => sign ? NaN : figure ?? NaN);
          return [i + 1, k === rung.chosen ? 'yes' : 'no', t.path, t.before, t.after, `${t.cause} (${percent(t.share)})`, t.share, t.pairs, ...figures, sign?.words ?? ''];
        }),
        ...(rung.counted ?? []).map(c => [i + 1, 'no', c.path, '', '', `${c.cause} (${percent(c.share)})`, c.share, 0, ...new Array<number>(8).fill(NaN), countedIn(c.table).words])])));
}
