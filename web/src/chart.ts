/** Lines over time, with uPlot. */
import uPlot from 'uplot';
import {behind, colour, h, type Cell, type Column} from './dom';
import {brief, tick} from './format';
import {type Counted, Run} from './run';

export interface Line { name: string; colour: string; values: (number | null)[]; dash?: number[]; width?: number; fill?: boolean; low?: number[]; high?: number[] }
export interface Shade { from: number; until: number; fill: string }

/** How many there are in all of a list: the mean over the replications with its interval, if each has one; else the first run.
    Intervals of several together are added, which makes them rather too wide. */
export function course(run: Run, name: string, colour: string, list: Counted[], fill: boolean): Line {
  if (!list.every(c => c.half_hundredths)) return {name, colour, values: sum(run, list), fill};
  const joined = run.data.joined_intervals ?? 1;
  const total = (of: (c: Counted) => number[]) => Array.from({length: run.intervals}, (_, k) => list.reduce((n, c) => n + (of(c)[Math.floor(k / joined)] ?? 0), 0) / 100);
  const [mean, half] = [total(c => c.mean_hundredths!), total(c => c.half_hundredths!)];
  return {name, colour, values: mean, width: 1.8, low: mean.map((v, k) => Math.max(0, v - half[k]!)), high: mean.map((v, k) => v + half[k]!)};
}
export const sum = (run: Run, list: Counted[]) => Array.from({length: run.intervals}, (_, i) => list.reduce((n, c) => n + Run.at(c, i), 0));
/** As many all the time. */
export const limit = (run: Run, name: string, count: number): Line => ({name, colour: '--soft', values: new Array<number>(run.intervals).fill(count), dash: [6, 4], width: 1.2});

/** The numbers of what is drawn; `where` tells them apart from those of other charts. */
export function behindLines(name: string, run: Run, certain: boolean, where: () => string, lines: () => Line[]): HTMLElement {
  const ends: Column[] = certain ? [{name: 'at least', number: true}, {name: 'at most', number: true}] : [];
  return behind(name, [{name: 'from'}, {name: 'where'}, {name: 'what'}, {name: 'mean number', number: true}, ...ends], () =>
    lines().flatMap(line => line.values.map((value, i): Cell[] => [run.clocks.plain(i * run.data.interval_minutes), where(), line.name, +(value ?? 0).toFixed(2),
      ...certain ? [line.low, line.high].map(end => end ? +(end[i] ?? 0).toFixed(2) : '') : []])));
}

/** From where to where an interval reaches, where there is one. */
const spread = ({low, high}: Line, i: number) => low && high ? ` (${brief(low[i] ?? 0)} to ${brief(high[i] ?? 0)})` : '';

/** Values by interval of the run. The host is filled, and drawn again when its width or the theme changes. */
export class Chart {
  readonly host = h('div', {class: 'chart'});
  private plot: uPlot | undefined;
  private width = 0;
  private last: (() => void) | undefined;

  constructor(private run: Run, private height = 250) {
    new ResizeObserver(() => {
      if (!this.host.clientWidth || this.host.clientWidth === this.width) return;
      this.width = this.host.clientWidth;
      this.plot?.setSize({width: this.width, height: this.height});
      if (!this.plot) this.last?.();
    }).observe(this.host);
    addEventListener('theme', () => this.last?.());
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.last?.());
  }

  /** `what` is counted, as the axis says. */
  show(what: string, lines: Line[], shades: Shade[] = []) {
    this.last = () => this.draw(what, lines, shades);
    if (this.host.clientWidth) this.draw(what, lines, shades);
  }

  private draw(what: string, lines: Line[], shades: Shade[]) {
    const {run} = this;
    const step = run.data.interval_minutes;
    const minutes = Array.from({length: run.intervals}, (_, i) => i * step);
    this.width = this.host.clientWidth;
    const axis = {stroke: colour('--soft'), grid: {stroke: colour('--rule'), width: 1}, ticks: {show: false}, font: '12px system-ui, sans-serif'};
    const resolve = (c: string) => c.startsWith('--') ? colour(c) : c;
    const options: uPlot.Options = {
      width: this.width, height: this.height,
      scales: {x: {time: false}, y: {range: (_u, _min, max) => [0, Math.max(max, ...lines.map(line => line.high ? Math.max(0, ...line.high) : 0)) * 1.08 || .1]}},
      cursor: {points: {size: 6}, drag: {x: true, y: false}},
      legend: {live: true},
      axes: [
        {...axis, size: 30, splits: (_u, _i, min, max) => run.clocks.ticks(min, max, this.width / 90).map(t => t.minute),
          values: (_u, splits) => { const all = run.clocks.ticks(splits[0]! - 1, splits.at(-1)! + 1, this.width / 90); return splits.map(s => all.find(t => t.minute === s)?.label ?? run.clocks.day(s)); }},
        {...axis, size: 46, values: (_u, splits) => splits.map(tick), label: what, labelSize: 18, labelGap: 2, labelFont: '12px system-ui, sans-serif'},
      ],
      series: [
        {label: '\u2007', value: (_u, v) => v == null ? '' : `${run.clocks.full(v)}:`},
        ...lines.map(line => ({label: line.name, stroke: resolve(line.colour), width: line.width ?? 1.4, dash: line.dash,
          fill: line.fill ? resolve(line.colour) + '30' : undefined, points: {show: false},
          value: (_u: uPlot, v: number | null, _s: number, i: number | null) => i == null || v == null ? '' : brief(v) + spread(line, i)})),
      ],
      hooks: {drawClear: [u => {
        const {ctx} = u;
        ctx.save();
        for (const shade of shades) {
          const x0 = Math.max(u.bbox.left, u.valToPos(shade.from, 'x', true));
          const x1 = Math.min(u.bbox.left + u.bbox.width, u.valToPos(shade.until, 'x', true));
          if (x1 <= x0) continue;
          ctx.fillStyle = resolve(shade.fill);
          ctx.globalAlpha = shade.fill === '--closed' ? .16 : 1;
          ctx.fillRect(x0, u.bbox.top, x1 - x0, u.bbox.height);
        }
        ctx.beginPath();
        ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
        ctx.clip();
        for (const {low, high, colour: band} of lines) {
          if (!low || !high) continue;
          ctx.beginPath();
          minutes.forEach((m, i) => ctx.lineTo(u.valToPos(m, 'x', true), u.valToPos(high[i] ?? 0, 'y', true)));
          for (let i = minutes.length - 1; i >= 0; --i) ctx.lineTo(u.valToPos(minutes[i]!, 'x', true), u.valToPos(low[i] ?? 0, 'y', true));
          ctx.fillStyle = resolve(band);
          ctx.globalAlpha = .25;
          ctx.fill();
        }
        ctx.restore();
      }]},
    };
    this.plot?.destroy();
    this.plot = new uPlot(options, [minutes, ...lines.map(line => minutes.map((_, i) => line.values[i] ?? 0))], this.host);
    this.host.dataset['counts'] = what;
    this.host.dataset['lines'] = lines.map(line => line.name).join('|');
  }
}
