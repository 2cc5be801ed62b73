/** One life: what a train or load did, where, how long, and what it waited for. */
import {behind, choice, cut, fitted, h, legend, letters, rowsFor, s, Tip} from './dom';
import {category, duration, OTHER} from './format';
import type {Life} from './data';
import {type Run, type Step} from './run';

const PICKS = {p50: 'a middle one', p90: 'a late one', slowest: 'the slowest'};

export interface Lives { section: HTMLElement; open(name: string, scroll?: boolean): void }

export function livesSection(run: Run): Lives | undefined {
  const {lives} = run.data;
  if (!lives.length && !run.trains) return undefined;
  const host = h('div', {class: 'chart'});
  const tip = new Tip(host);
  const title = h('h3', {});
  const told = h('p', {class: 'note', role: 'status'});
  let shown: Step[] = [];
  let name = '';

  const find = (wanted: string): Step[] | undefined => {
    const life = lives.find(one => one.name === wanted);
    if (life) return run.lifeOf(life);
    const train = run.find(wanted);
    return train === undefined ? undefined : run.stepsOf(train);
  };
  /** Steps at one place or on one line make one row. */
  const drawIn = (width: number) => {
    if (!shown.length) return;
    const rows: {where: string; steps: Step[]}[] = [];
    for (const step of shown) {
      const where = run.where(step.code);
      if (rows.at(-1)?.where === where) rows.at(-1)!.steps.push(step); else rows.push({where, steps: [step]});
    }
    const causes = new Map<string, number>();
    for (const step of shown) {
      const stage = run.stage(step.code);
      if (stage.kind === 'waiting') causes.set(stage.cause, (causes.get(stage.cause) ?? 0) + step.until - step.from);
    }
    const order = [...causes].sort((a, b) => b[1] - a[1]).map(([cause]) => cause);
    const WAITS = [4, 1, 3, 6];
    const fill = (step: Step) => {
      const stage = run.stage(step.code);
      if (stage.kind === 'moving') return category(0);
      if (stage.kind === 'working') return category(2);
      const i = order.indexOf(stage.cause);
      return i >= 0 && i < WAITS.length ? category(WAITS[i]!) : OTHER;
    };
    const [from, until] = [shown[0]!.from, shown.at(-1)!.until];
    const {stacked, left, height, text, bar} = rowsFor(width, width < 800 ? 170 : 210);
    const all = Math.max(until - from, 1);
    const x = (m: number) => left + (m - from) / all * (width - left - 92);
    const picture = s('svg', {viewBox: `0 0 ${width} ${rows.length * height + 30}`, role: 'img', 'aria-label': `The life of ${name}`});
    for (const {minute, label} of run.clocks.ticks(from, until, Math.max(2, Math.floor((width - left - 92) / 90)))) {
      picture.append(s('line', {x1: x(minute), x2: x(minute), y1: 0, y2: rows.length * height + 4, class: 'rule'}),
        s('text', {x: x(minute), y: rows.length * height + 20, class: 'soft', 'text-anchor': 'middle'}, label));
    }
    rows.forEach((row, i) => {
      const y = i * height;
      picture.append(cut(stacked ? {x: 2, y: y + text} : {x: left - 10, y: y + text, 'text-anchor': 'end'}, row.where, letters(stacked ? width : left - 10)));
      for (const step of row.steps) {
        const piece = s('rect', {x: x(step.from), y: y + bar - 8, width: Math.max(1, x(step.until) - x(step.from) - .5), height: 16, fill: fill(step), rx: 1.5});
        piece.addEventListener('pointermove', event => {
          const box = host.getBoundingClientRect();
          tip.show(event.clientX - box.left, event.clientY - box.top, lines(step));
        });
        piece.addEventListener('pointerleave', () => tip.hide());
        picture.append(piece);
      }
      const last = row.steps.at(-1)!;
      picture.append(s('text', {x: x(last.until) + 5, y: y + bar + 4, class: 'soft'}, duration(last.until - row.steps[0]!.from)));
    });
    host.querySelector('svg')?.remove();
    host.prepend(picture);
    const waited = [...causes.values()].reduce((a, b) => a + b, 0);
    const zone = run.zoneAt(shown[0]!.code);
    told.textContent = `From ${run.clocks.full(from, zone)} (${zone}): ${duration(until - from)}, of which ${duration(waited)} waiting` +
      (order.length ? `: ${order.slice(0, 4).map(c => `${c} ${duration(causes.get(c)!)}`).join(', ')}.` : '.');
    keys.replaceChildren(...legend([[category(0), 'running'], [category(2), 'work'], ...order.slice(0, 4).map((c, i) => [category(WAITS[i]!), `waits: ${c}`] as [string, string]),
      ...(order.length > 4 ? [[OTHER, 'other waits'] as [string, string]] : [])]).childNodes);
  };
  const lines = (step: Step) => {
    const zone = run.zoneAt(step.code);
    return [run.stage(step.code).name, run.where(step.code) + (step.train === undefined ? '' : `, aboard ${run.name(step.train)}`),
      `${run.clocks.full(step.from, zone)} to ${run.clocks.hour(step.until, zone)} ${zone}`, duration(step.until - step.from)];
  };
  const keys = legend([]);
  const draw = fitted(host, drawIn);
  const input = h('input', {type: 'text', placeholder: 'service#12', 'aria-label': 'Name of a train', list: 'names', change: () => open(input.value.trim(), false)});
  const names = h('datalist', {id: 'names'}, ...Array.from({length: Math.min(run.trains, 300)}, (_, i) => h('option', {value: run.name(i)})));
  const picks = choice('A load', lives.map(one => [one.name, `${one.name}: ${PICKS[one.pick]}, ${duration((one.ended_ms - one.created_ms) / 60_000)}`] as [string, string]), lives[0]?.name ?? '', value => open(value, false));
  const section = h('section', {id: 'lives'}, h('h2', {}, 'One life'),
    h('p', {class: 'note'}, 'What a train or load did from its first minute to its last. Times are those of the place. ‘caravan why’ tells the same in words, and who held it up.'),
    h('div', {class: 'tools'}, lives.length ? picks.field : '', run.trains ? h('label', {class: 'field'}, h('span', {}, 'or a train'), input) : '', names),
    title, told, keys, host,
    behind('life', [{name: 'from'}, {name: 'until'}, {name: 'zone'}, {name: 'time (min)', number: true}, {name: 'what'}, {name: 'where'}, {name: 'aboard'}],
      () => shown.map(step => { const zone = run.zoneAt(step.code); return [run.clocks.plain(step.from, zone), run.clocks.plain(step.until, zone), zone, step.until - step.from, run.stage(step.code).name, run.where(step.code), step.train === undefined ? '' : run.name(step.train)]; })));
  function open(wanted: string, scroll = true) {
    const found = find(wanted);
    if (!found?.length) { told.textContent = `There was no ${wanted}.`; return; }
    name = wanted;
    shown = found;
    title.textContent = wanted;
    draw();
    if (scroll) section.scrollIntoView();
  }
  const rides = (one: Life) => one.steps.filter(code => code < -1).length;
  const first = [...lives].filter(one => one.pick === 'p90').sort((a, b) => rides(b) - rides(a))[0]?.name ?? lives[0]?.name ?? run.name(0);
  if (lives.some(one => one.name === first)) picks.select.value = first;
  open(first, false);
  return {section, open};
}
