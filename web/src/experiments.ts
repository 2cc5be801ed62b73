/** What experiments found: differences between scenarios, responses of a sweep, verdicts of gates. */
import type {Comparison, Gates, Report, Sweep} from './data';
import {behind, choice, cut, fitted, h, legend, letters, rowsFor, s, table, Tip, toggle} from './dom';
import {brief, category, heat, OTHER, percent, rounds, short, signed, tick} from './format';

export function comparisonSection(found: Comparison | undefined): HTMLElement | undefined {
  if (!found || found.scenarios.length < 2) return undefined;
  let other = 1;
  let which: 'real' | 'all' = 'real';
  const host = h('div', {class: 'chart'});
  const note = h('p', {class: 'note'});
  const alpha = 1 - found.confidence;
  const share = (d: Comparison['differences'][number], value: number) => Math.abs(d.base!) > 1e-12 ? value / Math.abs(d.base!) : 0;
  const rows = () => found.differences.filter(d => d.scenario === other && !d.unstable && d.base !== undefined && d.half_width != null);
  const isReal = (d: Comparison['differences'][number]) => (d.p_holm ?? 1) < alpha;
  const draw = (width: number) => {
    const all = rows();
    const real = all.filter(isReal);
    // Lead times of all loads first; those of relations, of which there may be a hundred, among the others.
    const ofAll = (d: Comparison['differences'][number]) => /^lead-time\.[^.]+$/.test(d.measure);
    const pool = which === 'all' ? all : real.length ? real : all.filter(ofAll);
    const head = pool.filter(ofAll);
    const rest = pool.filter(d => !head.includes(d)).sort((a, b) => Math.abs(share(b, b.difference!)) - Math.abs(share(a, a.difference!)));
    const shown = [...head, ...rest].slice(0, 18);
    const {changes, name} = found.scenarios[other]!;
    note.textContent = `${changes || name} against ${found.scenarios[0]!.name}, in ${found.replications} pairs on common luck: ` +
      (all.length ? `${real.length} of ${all.length} differences are real at ${percent(found.confidence)}, with all of them in mind.` : 'too few for intervals; the numbers are below.');
    if (!all.length) { host.replaceChildren(); return; }
    const reach = Math.max(.01, ...shown.map(d => Math.abs(share(d, d.difference!)) + Math.abs(share(d, d.half_width!)))) * 1.05;
    const narrow = width < 800;
    const {stacked, left, height, text, bar} = rowsFor(width, narrow ? 200 : 330);
    const right = narrow ? 150 : 290;
    const cap = Math.min(reach, 1.5);
    const x = (v: number) => left + (Math.max(-cap, Math.min(cap, v)) + cap) / (2 * cap) * (width - left - right);
    const picture = s('svg', {viewBox: `0 0 ${width} ${shown.length * height + 40}`, role: 'img', 'aria-label': 'Differences'},
      ...rounds(-cap, cap, narrow ? 3 : 5).values.flatMap(v => [
        s('line', {x1: x(v), x2: x(v), y1: 20, y2: shown.length * height + 24, class: 'rule', 'stroke-width': v === 0 ? 2 : 1}),
        s('text', {x: x(v), y: 13, class: 'soft', 'text-anchor': 'middle'}, (v > 0 ? '+' : v < 0 ? '−' : '') + tick(Math.abs(v) * 100) + '\u202f%')]),
      s('text', {x: narrow ? width - 4 : width - 150, y: 13, class: 'soft', 'text-anchor': 'end'}, 'difference'), narrow ? '' : s('text', {x: width - 4, y: 13, class: 'soft', 'text-anchor': 'end'}, 'before and after'));
    shown.forEach((d, i) => {
      const top = 24 + i * height;
      const y = top + bar;
      const good = d.better === 'less' ? d.difference! < 0 : d.better === 'more' ? d.difference! > 0 : undefined;
      const fill = !isReal(d) ? OTHER : good === undefined ? category(0) : good ? category(2) : category(4);
      picture.append(s('g', {class: 'row'}, s('rect', {class: 'hit', x: 0, y: top, width, height}),
        cut({x: 2, y: top + text, 'font-weight': isReal(d) ? 600 : 400}, d.measure, letters((stacked ? width : left) / 1.1)),
        s('line', {x1: x(share(d, d.difference! - d.half_width!)), x2: x(share(d, d.difference! + d.half_width!)), y1: y, y2: y, stroke: fill, 'stroke-width': 3, 'stroke-linecap': 'round'}),
        s('circle', {cx: x(share(d, d.difference!)), cy: y, r: 5, fill}),
        s('text', {x: narrow ? width - 4 : width - 150, y: y + 4, 'text-anchor': 'end'}, `${signed(d.difference!)} ± ${brief(d.half_width!)} ${d.unit}`),
        narrow ? '' : s('text', {x: width - 4, y: y + 4, class: 'soft', 'text-anchor': 'end'}, `${brief(d.base!)} to ${brief(d.other!)} ${d.unit}`)));
    });
    host.replaceChildren(picture);
  };
  const again = fitted(host, draw);
  const options = found.scenarios.slice(1).map((one, i) => [String(i + 1), one.changes || one.name] as [string, string]);
  return h('section', {id: 'comparison'}, h('h2', {}, 'What differs'), note,
    h('p', {class: 'note'}, `Below, lead times and queues show all scenarios; the map, the trains, the waits and what is busy are those of ${found.scenarios[0]!.name} alone.`),
    h('div', {class: 'tools'}, options.length > 1 ? choice('Scenario', options, '1', value => { other = +value; again(); }).field : '',
      toggle('Measures', [['real', 'those that are real'], ['all', 'all']], which, value => { which = value; again(); })),
    legend([[category(2), 'better'], [category(4), 'worse'], [category(0), 'neither'], [OTHER, 'may be chance']]), host,
    behind('differences', [{name: 'scenario'}, {name: 'measure'}, {name: 'unit'}, ...['base', 'other', 'difference', 'half width', 'p', 'p after Holm'].map(name => ({name, number: true}))],
      () => found.differences.filter(d => d.base !== undefined).map(d => [found.scenarios[d.scenario]!.name, d.measure, d.unit, d.base!, d.other!, d.difference!, d.half_width ?? NaN, d.p ?? NaN, d.p_holm ?? NaN])));
}

/** The number that a setting begins with, if all settings of the variable do. */
const numeric = (values: string[]) => values.every(v => /^-?[\d.]+( ?[%\w/]+)?$/.test(v)) ? values.map(v => parseFloat(v)) : undefined;

/** A bound from below says nothing where other points come out alike: then they are named. */
function chance({best, points}: Sweep): string {
  const mean = (point: number) => points.find(p => p.point === point)?.measures.find(m => m.name === best!.measure)?.mean;
  const [least] = [mean(best!.point)];
  const alike = least === undefined ? [] : points.filter(p => p.point !== best!.point && mean(p.point) !== undefined && brief(mean(p.point)!) === brief(least));
  if (best!.probability_of_best >= .5 || !alike.length) return `the best with a probability of ${percent(best!.probability_of_best)} at least`;
  return `but ${alike.length === 1 ? 'point' : 'points'} ${alike.map(p => p.point).join(', ')} came out alike, so which of them is the best is open`;
}

export function sweepSection(found: Sweep | undefined): HTMLElement | undefined {
  if (!found?.points.length) return undefined;
  const variables = Object.keys(found.points[0]!.settings);
  const levels = variables.map(name => [...new Set(found.points.map(p => p.settings[name]!))]);
  const measures = [...new Set(found.points.flatMap(p => p.measures.map(m => m.name)))];
  let measure = found.best?.measure && measures.includes(found.best.measure) ? found.best.measure : measures.find(m => m.startsWith('lead-time.p90')) ?? measures[0]!;
  const host = h('div', {class: 'chart'});
  const tip = new Tip(host);
  const of = (p: Sweep['points'][number]) => p.measures.find(m => m.name === measure);
  const words = (p: Sweep['points'][number]) => variables.map(v => `${v} = ${p.settings[v]}`);
  const hover = (mark: SVGElement, p: Sweep['points'][number]) => {
    const m = of(p);
    mark.addEventListener('pointermove', event => {
      const box = host.getBoundingClientRect();
      tip.show(event.clientX - box.left, event.clientY - box.top, [m ? `${brief(m.mean)} ± ${m.half_width == null ? '?' : brief(m.half_width)} ${m.unit}` : 'nothing', ...words(p), `${p.replications} runs`]);
    });
    mark.addEventListener('pointerleave', () => tip.hide());
  };

  /** A curve for each combination of the other variables. */
  const curves = (on: number) => {
    const at = numeric(levels[on]!) ?? levels[on]!.map((_, i) => i);
    const groups = new Map<string, Sweep['points']>();
    for (const p of found.points) {
      const key = variables.filter((_, i) => i !== on).map(v => `${v} = ${p.settings[v]}`).join(', ');
      groups.set(key, [...(groups.get(key) ?? []), p]);
    }
    const shown = [...groups].slice(0, 8);
    const values = found.points.flatMap(p => { const m = of(p); return m ? [m.mean - (m.half_width ?? 0), m.mean + (m.half_width ?? 0)] : []; });
    let [low, high] = [Math.min(...values), Math.max(...values)];
    if (low > 0 && low < .5 * high) low = 0;
    if (high === low) high = low + 1;
    const [height, left, bottom] = [330, 64, 284];
    const [x0, x1] = [Math.min(...at), Math.max(...at)];
    const x = (v: number) => left + 20 + (v - x0) / Math.max(x1 - x0, 1e-9) * (width - left - 60);
    const y = (v: number) => bottom - (v - low) / (high - low) * (bottom - 26);
    const unit = found.points.map(of).find(Boolean)?.unit ?? '';
    const picture = s('svg', {viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `${measure} by ${variables[on]}`});
    for (const v of rounds(low, high, 5).values) {
      picture.append(s('line', {x1: left, x2: width - 10, y1: y(v), y2: y(v), class: 'rule'}), s('text', {x: left - 8, y: y(v) + 4, class: 'soft', 'text-anchor': 'end'}, tick(v)));
    }
    at.forEach((v, i) => picture.append(s('text', {x: x(v), y: bottom + 18, class: 'soft', 'text-anchor': 'middle'}, levels[on]![i]!)));
    picture.append(s('text', {x: width / 2, y: height - 6, class: 'soft', 'text-anchor': 'middle'}, variables[on]!), s('text', {x: 0, y: 12, class: 'soft'}, `${measure} (${unit})`));
    shown.forEach(([, points], k) => {
      const sorted = points.filter(of).map(p => ({p, m: of(p)!, v: at[levels[on]!.indexOf(p.settings[variables[on]!]!)]!})).sort((a, b) => a.v - b.v);
      picture.append(s('path', {d: sorted.map(({m, v}, i) => `${i ? 'L' : 'M'}${x(v)},${y(m.mean)}`).join(''), fill: 'none', stroke: category(k), 'stroke-width': 1.8}));
      for (const {p, m, v} of sorted) {
        const mark = s('g', {}, s('line', {x1: x(v), x2: x(v), y1: y(m.mean - (m.half_width ?? 0)), y2: y(m.mean + (m.half_width ?? 0)), stroke: category(k), 'stroke-width': 1.6}),
          s('circle', {cx: x(v), cy: y(m.mean), r: found.best?.point === p.point ? 6.5 : 4, fill: category(k), stroke: found.best?.point === p.point ? 'var(--ink)' : 'none', 'stroke-width': 2}));
        hover(mark, p);
        picture.append(mark);
      }
    });
    keys.replaceChildren(...(shown.length > 1 ? legend(shown.map(([name], k) => [category(k), name])).childNodes : []));
    return picture;
  };
  const map = () => {
    const [rows, columns] = [levels[1]!, levels[0]!];
    const means = found.points.map(p => of(p)?.mean ?? NaN).filter(Number.isFinite);
    const [low, high] = [Math.min(...means), Math.max(...means)];
    const left = Math.min(170, width * .28);
    const [top, w, hgt] = [48, Math.min(120, (width - left) / columns.length), 38];
    const picture = s('svg', {viewBox: `0 0 ${width} ${top + rows.length * hgt + 62}`, role: 'group', 'aria-label': `${measure} by ${variables[0]} and ${variables[1]}`});
    picture.append(s('text', {x: left, y: 14, class: 'soft'}, `across: ${variables[0]} · down: ${variables[1]}`));
    columns.forEach((c, i) => picture.append(s('text', {x: left + (i + .5) * w, y: top - 10, class: 'soft', 'text-anchor': 'middle'}, c)));
    rows.forEach((r, k) => {
      picture.append(s('text', {x: left - 10, y: top + (k + .6) * hgt, class: 'soft', 'text-anchor': 'end'}, r));
      columns.forEach((c, i) => {
        const p = found.points.find(one => one.settings[variables[0]!] === c && one.settings[variables[1]!] === r);
        const m = p && of(p);
        if (!m) return;
        const x = (m.mean - low) / Math.max(high - low, 1e-12);
        const mark = s('g', {'aria-label': `${c}, ${r}: ${brief(m.mean)} ${m.unit}`}, s('rect', {x: left + i * w + 1, y: top + k * hgt + 1, width: w - 2, height: hgt - 2, rx: 3, fill: heat(x), stroke: found.best?.point === p.point ? 'var(--ink)' : 'none', 'stroke-width': 2.5}));
        const label = s('text', {x: left + (i + .5) * w, y: top + (k + .6) * hgt, 'text-anchor': 'middle', 'font-weight': 600}, brief(m.mean));
        label.style.fill = x > .55 ? '#111' : '#fff';
        mark.append(label);
        hover(mark, p);
        picture.append(mark);
      });
    });
    const unit = found.points.map(of).find(Boolean)?.unit ?? '';
    const base = top + rows.length * hgt + 18;
    const wide = Math.min(260, width - left - 10);
    for (let i = 0; i < 40; ++i) picture.append(s('rect', {x: left + i / 40 * wide, y: base, width: wide / 40 + .5, height: 10, fill: heat((i + .5) / 40)}));
    picture.append(s('text', {x: left, y: base + 25, class: 'soft'}, `${brief(low)} ${unit}`), s('text', {x: left + wide, y: base + 25, class: 'soft', 'text-anchor': 'end'}, `${brief(high)} ${unit}`),
      s('text', {x: left - 10, y: base + 9, class: 'soft', 'text-anchor': 'end'}, short(measure, letters(left))));
    keys.replaceChildren();
    return picture;
  };
  const keys = legend([]);
  let view: 'map' | 'curve' = variables.length === 2 ? 'map' : 'curve';
  let on = 0;
  let width = 0;
  const draw = fitted(host, room => {
    width = room;
    host.querySelector('svg')?.remove();
    host.prepend(view === 'map' ? map() : curves(on));
  });
  const {best, effects} = found;
  return h('section', {id: 'sweep'}, h('h2', {}, 'The sweep'),
    h('p', {class: 'note'}, `${found.points.length} points in ${found.runs} runs${found.complete ? '' : ', not all made yet'}. Bars are ${percent(found.confidence)} intervals.` +
      (best ? ` Best by ${best.measure}: point ${best.point} (${words(found.points[best.point - 1]!).join(', ')}), ${chance(found)}.` : '')),
    h('div', {class: 'tools'}, choice('Measure', measures.map(m => [m, m] as [string, string]), measure, value => { measure = value; draw(); }).field,
      variables.length === 2 ? toggle<'map' | 'curve'>('View', [['map', 'heat map'], ['curve', 'curves']], view, value => { view = value; draw(); }) : '',
      variables.length > 1 ? choice('Along', variables.map((v, i) => [String(i), v] as [string, string]), '0', value => { on = +value; view = 'curve'; draw(); }).field : ''),
    keys, host,
    effects?.variables.length ? h('p', {class: 'note'}, `What matters for ${effects.measure}: ` + effects.variables.map(v => `${v.path} ${percent(v.share_of_variance)}`).join(', ') + ' of the variance.') : '',
    behind('sweep', [{name: 'point', number: true}, ...variables.map(name => ({name})), {name: 'measure'}, {name: 'unit'}, {name: 'mean', number: true}, {name: 'half width', number: true}, {name: 'runs', number: true}],
      () => found.points.flatMap(p => p.measures.map(m => [p.point, ...variables.map(v => p.settings[v]!), m.name, m.unit, m.mean, m.half_width ?? NaN, m.runs]))));
}

export function gatesSection(found: Gates | undefined): HTMLElement | undefined {
  if (!found?.files.length) return undefined;
  const columns = ['gate', 'verdict', 'observed', 'expected', 'why', 'where'].map(name => ({name}));
  const all = found.files.flatMap(file => file.gates.map(gate => ({file, gate})));
  const count = (verdict: string) => all.filter(one => one.gate.verdict === verdict).length;
  const untested = found.files.filter(file => file.error).length;
  return h('section', {id: 'gates'}, h('h2', {}, 'Gates'),
    h('p', {class: 'note'}, `${count('pass')} passed, ${count('FAIL')} failed, ${count('undecided')} undecided` + (untested ? `; files that could not be tested: ${untested}` : '') + '.'),
    ...found.files.map(file => h('div', {}, h('h3', {}, file.name),
      h('p', {class: 'note'}, file.error ? `${file.file}: not tested, ${file.error}` : `${file.file}, ${file.runs} ${file.runs === 1 ? 'replication' : 'replications'}`),
      file.gates.length ? h('div', {class: 'table'}, table(columns, file.gates.map(g => [g.what, g.verdict, g.observed, g.expected, g.reason, g.at]), row => `verdict-${String(row[1]).toLowerCase()}`)) : '')),
    behind('gates', [{name: 'scenario'}, ...columns], () => all.map(({file, gate: g}) => [file.name, g.what, g.verdict, g.observed, g.expected, g.reason, g.at])));
}

/** Intervals of the main measures over the replications. */
export function replicationsSection(report: Report): HTMLElement | undefined {
  const found = report.replications;
  if (!found) return undefined;
  const all = found.measures.filter(m => !m.unstable && m.mean !== undefined);
  const shown = all.filter(m => m.values).slice(0, 24);
  const host = h('div', {class: 'chart'});
  fitted(host, width => {
    const {stacked, left, height, text, bar} = rowsFor(width, width < 800 ? 210 : 330);
    const picture = s('svg', {viewBox: `0 0 ${width} ${shown.length * height + 8}`, role: 'img', 'aria-label': 'Measures over the replications'});
    shown.forEach((m, i) => {
      const values = (m.values ?? []).filter((v): v is number => v !== null);
      const [low, high] = [Math.min(...values, m.mean!), Math.max(...values, m.mean!)];
      const x = (v: number) => left + (high > low ? (v - low) / (high - low) : .5) * (width - left - 170);
      const top = i * height;
      const y = top + bar;
      const half = m.half_width ?? 0;
      picture.append(s('g', {class: 'row'}, s('rect', {class: 'hit', x: 0, y: top, width, height}), cut({x: 2, y: top + text}, m.name, letters(stacked ? width : left)),
        ...values.map(v => s('circle', {cx: x(v), cy: y, r: 2.6, fill: category(0), opacity: .4})),
        s('line', {x1: x(Math.max(low, m.mean! - half)), x2: x(Math.min(high, m.mean! + half)), y1: y, y2: y, stroke: 'var(--ink)', 'stroke-width': 3}),
        s('text', {x: width - 4, y: y + 4, 'text-anchor': 'end', 'font-weight': 600}, `${brief(m.mean!)} ± ${m.half_width == null ? '?' : brief(m.half_width)} ${m.unit}`)));
    });
    host.replaceChildren(picture);
  });
  return h('section', {id: 'replications'}, h('h2', {}, 'Over the replications'),
    h('p', {class: 'note'}, `${found.experiment.replications} independent runs: a dot each, on a scale of its own in each row; the bar is the ${percent(found.experiment.confidence)} interval of the mean. The other pictures show the first of them.`),
    host,
    behind('replications', [{name: 'measure'}, {name: 'unit'}, ...['runs', 'mean', 'half width', 'sd'].map(name => ({name, number: true}))],
      () => found.measures.filter(m => m.mean !== undefined).map(m => [m.name, m.unit, m.runs, m.mean!, m.half_width ?? NaN, m.sd ?? NaN])));
}
