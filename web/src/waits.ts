/** What loads wait for, by relation and by place. */
import {behind, cut, fitted, h, legend, letters, rowsFor, s, Tip, toggle, type Cell} from './dom';
import {brief, category, inUnit, OTHER, unitFor} from './format';
import {busiest} from './answer';
import {type Run} from './run';

const SHOWN = 14;
const CAUSES = 7;

interface Bar { name: string; of: Map<string, number>; all: number }

function bars(rows: {name: string; parts: [string, number][]}[]): Bar[] {
  return rows.map(({name, parts}) => {
    const of = new Map<string, number>();
    for (const [cause, hours] of parts) of.set(cause, (of.get(cause) ?? 0) + hours);
    return {name, of, all: [...of.values()].reduce((a, b) => a + b, 0)};
  });
}

export function waitsSection(run: Run): HTMLElement | undefined {
  const {answer, stages} = run.data;
  const waiting = new Map(stages.filter(stage => stage.kind === 'waiting').map(stage => [stage.name, stage.cause]));
  const byRelation = bars(busiest(run).map(one => ({name: one.name, parts: Object.entries(one.r.stages_ms)
    .filter(([stage]) => waiting.has(stage)).map(([stage, ms]) => [waiting.get(stage)!, ms / 3.6e6 / one.r.lead_time.loads] as [string, number])})));
  const days = Math.max((run.end - run.warmUp) / 1440, 1e-9);
  const places = new Map<string, [string, number][]>();
  for (const row of answer.time_by_place) {
    if (!waiting.has(row.stage)) continue;
    places.set(row.place, [...(places.get(row.place) ?? []), [waiting.get(row.stage)!, row.load_ms / 3.6e6 / days]]);
  }
  const byPlace = bars([...places].map(([name, parts]) => ({name, parts}))).sort((a, b) => b.all - a.all);
  if (!byPlace.some(bar => bar.all > 0)) return undefined;

  const order = answer.waits_by_cause.map(w => w.cause);
  const rank = (cause: string) => { const i = order.indexOf(cause); return i < 0 ? order.length : i; };
  const colour = (cause: string) => rank(cause) < CAUSES ? category(rank(cause)) : OTHER;
  const host = h('div', {class: 'chart'});
  const tip = new Tip(host);
  let view: 'relation' | 'place' = 'relation';
  const explain = h('p', {class: 'note'});

  const draw = (width: number) => {
    const rows = (view === 'relation' ? byRelation : byPlace).filter(bar => bar.all > 0).slice(0, SHOWN);
    const most = Math.max(...rows.map(bar => bar.all));
    const unit = view === 'relation' ? unitFor(most) : {name: '', hours: 1};
    const value = (hours: number) => view === 'relation' ? `${inUnit(hours, unit)} ${unit.name}` : brief(hours / 24);
    explain.textContent = view === 'relation'
      ? 'Mean waiting time of a load, by what it waited for; the relations with most loads first.'
      : 'Loads that wait at a place at one time, on average since the warm-up, by what they wait for. Those aboard a waiting train count.';
    const {stacked, left, height, text, bar: middle} = rowsFor(width, width < 800 ? 190 : 210);
    const picture = s('svg', {viewBox: `0 0 ${width} ${rows.length * height + 4}`, role: 'img', 'aria-label': `Waits by cause and ${view}`});
    rows.forEach((bar, i) => {
      const y = i * height;
      const group = s('g', {class: 'row'}, s('rect', {class: 'hit', x: 0, y, width, height}), cut({x: 2, y: y + text}, bar.name, letters(stacked ? width : left)));
      let x = left;
      let rest = 0;
      const put = (cause: string, hours: number, fill: string) => {
        const w = hours / most * (width - left - 76);
        const rect = s('rect', {x, y: y + middle - 8, width: Math.max(0, w - (w > 3 ? 1 : 0)), height: 16, fill, rx: 1.5});
        rect.addEventListener('pointermove', event => {
          const box = host.getBoundingClientRect();
          tip.show(event.clientX - box.left, event.clientY - box.top, [`${cause}: ${value(hours)}`, bar.name]);
        });
        rect.addEventListener('pointerleave', () => tip.hide());
        group.append(rect);
        x += w;
      };
      for (const [cause, hours] of [...bar.of].sort((a, b) => rank(a[0]) - rank(b[0]))) {
        if (rank(cause) < CAUSES) put(cause, hours, colour(cause)); else rest += hours;
      }
      if (rest > 0) put('other causes', rest, OTHER);
      group.append(s('text', {x: x + 6, y: y + middle + 4, 'font-weight': 600}, value(bar.all)));
      picture.append(group);
    });
    host.querySelector('svg')?.remove();
    host.prepend(picture);
  };
  const again = fitted(host, draw);
  const entries: [string, string][] = order.slice(0, CAUSES).map((cause, i) => [category(i), cause]);
  if (order.length > CAUSES) entries.push([OTHER, 'other causes']);
  return h('section', {id: 'waits'}, h('h2', {}, 'Waits by cause'), explain,
    h('div', {class: 'tools'}, toggle('By', [['relation', 'by relation'], ['place', 'by place']], view, chosen => { view = chosen; again(); })),
    legend(entries), host,
    behind('waits', [{name: 'by'}, {name: 'where'}, {name: 'cause'}, {name: 'wait a load (h)', number: true}, {name: 'loads that wait', number: true}], () => {
      const rows: Cell[][] = [];
      for (const [by, all] of [['relation', byRelation], ['place', byPlace]] as const) {
        for (const bar of all) for (const [cause, hours] of bar.of) if (hours > 0) rows.push([by, bar.name, cause, ...by === 'place' ? ['', +(hours / 24).toFixed(3)] : [+hours.toFixed(3), '']]);
      }
      return rows;
    }));
}
