/** The network on a map: what runs over it, what is busy, what waits; and played back. */
import {embedded} from './data';
import {behind, h, legend, s, Tip, toggle} from './dom';
import {category, heat} from './format';
import {mapPicture} from './map_picture';
import {player} from './player';
import {type Run} from './run';

export interface MapHandlers { link(link: number): void; place(place: number): void }

export function mapSection(run: Run, on: MapHandlers): HTMLElement {
  const {places, links} = run.data;
  const base = h('canvas');
  const top = h('canvas');
  const host = h('div', {class: 'canvas', tabindex: 0, role: 'application', 'aria-label': 'Map of the network. Plus and minus zoom, arrows move, space plays.'}, base, top);
  const picture = mapPicture(run, base, top);
  const playing = player(run, picture, host);
  listen(host, picture, playing.toggle, on);

  const bar = h('span', {class: 'scale', 'aria-hidden': true});
  const paintBar = () => { bar.style.background = `linear-gradient(90deg, ${[0, .2, .4, .6, .8, 1].map(heat).join(',')})`; };
  paintBar();
  const keys = legend([]);
  keys.append(h('li', {}, 'use 0\u202f%', bar, '100\u202f%'), ...picture.lineLegend().map(one => h('li', {}, sample(one), one.name)), ...picture.sizeLegend().map(size => h('li', {}, size.circle ? ring(size.circle) : sample({colour: 'var(--soft)', dash: [], width: size.width!}), size.name)));
  const section = h('section', {id: 'map'}, h('h2', {}, 'The network'),
    h('p', {class: 'note'}, 'Lines are as thick as much runs over them, and coloured by the use of their tightest part within the colour of their track gauge. A click on a line shows its trains over time, one on a place its queues.'),
    h('div', {class: 'tools'}, toggle('Colour', [['use', 'by use'], ['gauge', 'by track gauge']], 'use', which => picture.colourBy(which)),
      h('span', {}, h('button', {type: 'button', 'aria-label': 'Zoom in', click: () => picture.zoom(1.5)}, '+'), ' ', h('button', {type: 'button', 'aria-label': 'Zoom out', click: () => picture.zoom(1 / 1.5)}, '−'), ' ',
        h('button', {type: 'button', click: () => picture.whole()}, 'Whole'))),
    host, keys,
    ...playing.controls,
    behind('network', [{name: 'line'}, {name: 'from'}, {name: 'to'}, {name: 'by'}, {name: 'length (km)', number: true}, {name: 'trains (/d)', number: true}, {name: 'trains back (/d)', number: true},
      {name: 'trucks (/d)', number: true}, {name: 'trucks back (/d)', number: true}, {name: 'use (share)', number: true}],
      () => links.map((l, i) => [l.name, places[l.a]!.name, places[l.b]!.name, l.mode === 'rail' ? `${l.gauge_mm} mm` : l.mode, Math.round(l.length_m / 1000),
        ...[...l.trains, ...l.trucks].map(n => +(n / picture.days).toFixed(2)), picture.uses[i] === undefined ? '' : +picture.uses[i]!.toFixed(4)])));
  const redraw = () => { paintBar(); picture.drawBase(); picture.drawTop(); playing.drawMarks(); };
  new ResizeObserver(() => {
    if (!host.clientWidth || host.clientWidth === picture.width) return;
    picture.size(host.clientWidth);
    redraw();
  }).observe(host);
  addEventListener('theme', redraw);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  embedded('borders').then(found => {
    picture.borders(found);
    host.dataset['borders'] = 'yes';
  });
  return section;
}

/** A piece of a line as it is drawn on the map. */
function sample({colour, dash, width = 4}: {colour: string; dash: number[]; width?: number}) {
  const piece = s('svg', {class: 'sample', viewBox: '0 0 26 12', 'aria-hidden': true}, s('line', {x1: 1, x2: 25, y1: 6, y2: 6, 'stroke-width': width, 'stroke-dasharray': dash.join(' ')}));
  (piece.firstChild as SVGElement).style.stroke = colour;
  return piece;
}
/** A circle as it is drawn where somebody waits. */
const ring = (r: number) => {
  const side = 2 * r + 2;
  const drawn = s('svg', {viewBox: `0 0 ${side} ${side}`, 'aria-hidden': true}, s('circle', {cx: r + 1, cy: r + 1, r, fill: category(4), 'fill-opacity': .38, stroke: category(4)}));
  drawn.style.width = `${side}px`;
  drawn.style.flex = 'none';
  return drawn;
};

/** Looking closer, by pointer and by keyboard. */
function listen(host: HTMLElement, picture: ReturnType<typeof mapPicture>, play: () => void, on: MapHandlers) {
  const tip = new Tip(host);
  const pointAt = (event: MouseEvent) => {
    const box = host.getBoundingClientRect();
    return {x: event.clientX - box.left, y: event.clientY - box.top};
  };
  host.addEventListener('wheel', event => {
    if (!event.ctrlKey && !event.metaKey && document.activeElement !== host) return;  // the page scrolls
    event.preventDefault();
    const {x, y} = pointAt(event);
    picture.zoom(Math.exp(-event.deltaY / 400), x, y);
  }, {passive: false});
  host.addEventListener('keydown', event => {
    const step = 60;
    const act: Record<string, () => void> = {'+': () => picture.zoom(1.4), '=': () => picture.zoom(1.4), '-': () => picture.zoom(1 / 1.4), '0': () => picture.whole(),
      ArrowLeft: () => picture.move(step, 0), ArrowRight: () => picture.move(-step, 0), ArrowUp: () => picture.move(0, step), ArrowDown: () => picture.move(0, -step), ' ': play};
    if (event.ctrlKey || event.metaKey || !act[event.key]) return;
    event.preventDefault();
    act[event.key]!();
  });
  let held: {x: number; y: number; moved: boolean} | undefined;
  host.addEventListener('pointerdown', event => { held = {x: event.clientX, y: event.clientY, moved: false}; });
  host.addEventListener('pointermove', event => {
    if (held && event.buttons) {
      const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
      if (held.moved || Math.hypot(dx, dy) > 4) { held = {x: event.clientX, y: event.clientY, moved: true}; picture.move(dx, dy); tip.hide(); return; }
    }
    const {x, y} = pointAt(event);
    const {place, link} = picture.nearest(x, y);
    if (place >= 0) tip.show(x, y, picture.placeLines(place));
    else if (link >= 0) tip.show(x, y, picture.linkLines(link));
    else tip.hide();
  });
  host.addEventListener('pointerleave', () => tip.hide());
  host.addEventListener('click', event => {
    if (held?.moved) return;
    const {x, y} = pointAt(event);
    const {place, link} = picture.nearest(x, y);
    if (place >= 0) on.place(place);
    else if (link >= 0 && picture.runsOver(link)) on.link(link);
  });

}
