/** The network on a map: what runs over it, what is busy, what waits; and played back. */
import {geoConicEqualArea, geoInterpolate, geoPath} from 'd3-geo';
import {feature, mesh} from 'topojson-client';
import {embedded, type Link} from './data';
import {behind, choice, colour, h, legend, Tip, toggle} from './dom';
import {brief, category, heat, OTHER, percent, whole} from './format';
import {Run} from './run';

type Point = [number, number];
const GAUGES: Record<number, string> = {1435: category(0), 1520: category(4), 1668: category(3), 1000: category(2), 1067: category(1), 1676: category(7)};
const lineColour = (link: Link) => link.mode === 'rail' ? GAUGES[link.gauge_mm] ?? category(5) : link.mode === 'sea' ? category(5) : OTHER;
const DASHES: Record<string, number[]> = {rail: [], road: [5, 3], sea: [1, 4], air: [9, 6]};
const SPEEDS: [string, string][] = [['60', '1 h a second'], ['360', '6 h a second'], ['720', '12 h a second'], ['1440', '1 day a second'], ['4320', '3 days a second'], ['10080', '1 week a second']];

/** Where places are drawn. Those without a position stand beside a neighbour; a map without any is laid out in layers. */
function layout(run: Run, width: number, height: number) {
  const {places, links} = run.data;
  const located = places.filter(p => p.lat !== undefined);
  const points: (Point | undefined)[] = places.map(() => undefined);
  const projection = geoConicEqualArea();
  if (located.length >= 2) {
    const lons = located.map(p => p.lon!);
    const lats = located.map(p => p.lat!);
    const [south, north] = [Math.min(...lats), Math.max(...lats)];
    const middle = (Math.min(...lons) + Math.max(...lons)) / 2;
    const margin = Math.max(north - south, 2) / 6;
    projection.rotate([-middle, 0]).parallels([south - margin, north + margin + .1]);
    projection.fitExtent([[width * .06, height * .12], [width * .92, height * .86]],
      {type: 'MultiPoint', coordinates: located.map(p => [p.lon!, p.lat!])} as any);
    places.forEach((p, i) => { if (p.lat !== undefined) points[i] = projection([p.lon!, p.lat])!; });
    for (let round = 0; round < places.length; ++round) {
      for (const link of links) {
        for (const [here, there] of [[link.a, link.b], [link.b, link.a]] as const) {
          if (!points[here] && points[there]) points[here] = [points[there]![0] + 14, points[there]![1] + 18];
        }
      }
    }
    places.forEach((_, i) => { points[i] ??= [width * .03, height * .95]; });
    return {points: points as Point[], projection};
  }
  const layer = places.map(() => -1);
  let most = 0;
  for (let start = 0; start < places.length; ++start) {
    if (layer[start]! >= 0) continue;
    const queue = [start];
    layer[start] = 0;
    while (queue.length) {
      const here = queue.shift()!;
      for (const {a, b} of links) {
        const there = a === here ? b : b === here ? a : -1;
        if (there < 0 || layer[there]! >= 0) continue;
        layer[there] = layer[here]! + 1;
        most = Math.max(most, layer[there]!);
        queue.push(there);
      }
    }
  }
  const inLayer = new Map<number, number>();
  places.forEach((_, i) => {
    const row = inLayer.get(layer[i]!) ?? 0;
    inLayer.set(layer[i]!, row + 1);
    points[i] = [width * (.1 + .8 * layer[i]! / Math.max(most, 1)), height * (.5 + (row % 2 ? -1 : 1) * Math.ceil(row / 2) * .2)];
  });
  return {points: points as Point[], projection: undefined};
}

export interface MapHandlers { link(link: number): void; place(place: number): void }

export function mapSection(run: Run, on: MapHandlers): HTMLElement {
  const {places, links, crowds, stages, interval_minutes: interval} = run.data;
  const base = h('canvas');
  const top = h('canvas');
  const host = h('div', {class: 'canvas', tabindex: 0, role: 'application', 'aria-label': 'Map of the network. Plus and minus zoom, arrows move, space plays.'}, base, top);
  const tip = new Tip(host);
  let width = 0;
  let height = 0;
  let points: Point[] = [];
  let world: {land: Path2D; borders: Path2D} | undefined;
  let topology: any;
  let projection: ReturnType<typeof layout>['projection'];
  let ways: Point[][] = [];
  let view = {k: 1, x: 0, y: 0};
  let colours: 'use' | 'gauge' = 'use';
  let now = -1;  // minute; before the run: figures of the whole run
  let playing = false;
  let speed = 720;

  const uses = links.map((_, i) => run.use(i));
  const flows = links.map(l => l.trains[0] + l.trains[1] + l.trucks[0] + l.trucks[1]);
  const mostFlow = Math.max(1, ...flows);
  const days = Math.max(run.end / 1440, 1e-9);
  const queues = crowds.filter(c => c.place >= 0 && c.who !== 'units' && stages[c.stage]!.kind === 'waiting');
  const queueNow = (place: number) => {
    let sum = 0;
    for (const crowd of queues) if (crowd.place === place) sum += now < 0 ? run.meanOf(crowd) : Run.at(crowd, Math.floor(now / interval));
    return sum;
  };
  const meanQueue = places.map((_, i) => { const n = now; now = -1; const q = queueNow(i); now = n; return q; });
  const byPlace = places.map((_, i) => queues.filter(c => c.place === i));
  const importance = places.map((_, i) => links.reduce((n, l, k) => n + (l.a === i || l.b === i ? flows[k]! : 0), 0) / mostFlow + meanQueue[i]! / 4);
  const radius = (queue: number) => queue <= 0 ? 0 : 2.5 + 3.2 * Math.sqrt(queue);
  const thickness = (link: number) => 1.2 + 5 * Math.sqrt(flows[link]! / mostFlow);

  // Trains by the day on which they are there.
  const bucket = 1440;
  const there: number[][] = [];
  const cursor = new Int32Array(run.trains);
  for (let train = 0; train < run.trains; ++train) {
    cursor[train] = run.first[train]!;
    for (let day = Math.max(0, Math.floor(run.begins(train) / bucket)); day <= Math.floor(run.ends(train) / bucket); ++day) (there[day] ??= []).push(train);
  }

  /** As high as the network wants, within what a page can hold. */
  const aspect = () => {
    const located = places.filter(p => p.lat !== undefined);
    if (located.length < 2) return .36;
    const span = (values: number[]) => Math.max(...values) - Math.min(...values);
    const middle = located.reduce((sum, p) => sum + p.lat!, 0) / located.length;
    const wide = Math.max(span(located.map(p => p.lon!)) * Math.cos(middle / 57.3), .1);
    return Math.min(.55, Math.max(.34, span(located.map(p => p.lat!)) / wide * 1.25 + .1));
  };
  const size = () => {
    width = host.clientWidth;
    height = Math.max(280, Math.min(560, width * aspect()));
    const ratio = devicePixelRatio || 1;
    for (const canvas of [base, top]) {
      canvas.width = width * ratio;
      canvas.height = height * ratio;
      canvas.style.height = `${height}px`;
    }
    const found = layout(run, width, height);
    points = found.points;
    projection = found.projection;
    ways = links.map(link => {
      const [a, b] = [places[link.a]!, places[link.b]!];
      if (!projection || a.lat === undefined || b.lat === undefined) return [points[link.a]!, points[link.b]!];
      const along = geoInterpolate([a.lon!, a.lat], [b.lon!, b.lat]);
      const parts = Math.max(2, Math.min(24, Math.round(link.length_m / 120_000)));
      return Array.from({length: parts + 1}, (_, i) => projection!(along(i / parts))!);
    });
    world = undefined;
    if (topology && projection) drawWorld();
  };
  const drawWorld = () => {
    const path = geoPath(projection!.clipExtent([[-width * .5, -height * .5], [width * 1.5, height * 1.5]]));
    const countries = topology.objects.countries;
    world = {land: new Path2D(path(feature(topology, countries) as any) ?? ''), borders: new Path2D(path(mesh(topology, countries, (a: any, b: any) => a !== b) as any) ?? '')};
  };

  const start = (canvas: HTMLCanvasElement) => {
    const context = canvas.getContext('2d')!;
    const ratio = devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    return context;
  };
  const at = ([x, y]: Point): Point => [x * view.k + view.x, y * view.k + view.y];
  const trace = (context: CanvasRenderingContext2D, way: Point[]) => {
    context.beginPath();
    way.forEach((point, i) => { const [x, y] = at(point); i ? context.lineTo(x, y) : context.moveTo(x, y); });
  };

  function drawBase() {
    const context = start(base);
    context.fillStyle = colour('--sea');
    context.fillRect(0, 0, width, height);
    if (world) {
      context.save();
      context.translate(view.x, view.y);
      context.scale(view.k, view.k);
      context.fillStyle = colour('--land');
      context.fill(world.land);
      context.strokeStyle = colour('--border');
      context.lineWidth = .8 / view.k;
      context.stroke(world.borders);
      context.restore();
    }
    context.lineCap = 'butt';
    context.lineJoin = 'round';
    const order = links.map((_, i) => i).sort((a, b) => flows[a]! - flows[b]!);
    for (const i of order) {
      const link = links[i]!;
      const w = thickness(i);
      trace(context, ways[i]!);
      context.setLineDash(DASHES[link.mode] ?? []);
      if (link.mode === 'sea') context.lineCap = 'round';
      if (colours === 'gauge' || uses[i] === undefined || link.mode !== 'rail') {
        context.strokeStyle = lineColour(link);
        context.lineWidth = w;
        context.stroke();
      } else {
        context.strokeStyle = lineColour(link);
        context.lineWidth = w + 2.4;
        context.stroke();
        context.strokeStyle = colour('--card');
        context.lineWidth = w + .9;
        context.stroke();
        context.strokeStyle = heat(uses[i]!);
        context.lineWidth = w;
        context.stroke();
      }
      context.lineCap = 'butt';
    }
    context.setLineDash([]);
  }

  const labels = (context: CanvasRenderingContext2D) => {
    context.font = '12px system-ui, "DejaVu Sans", sans-serif';
    context.textBaseline = 'middle';
    const taken: [number, number, number, number][] = points.map(p => { const [x, y] = at(p); return [x - 4, y - 4, x + 4, y + 4]; });
    const names = places.map((_, i) => i).sort((a, b) => importance[b]! - importance[a]! || a - b);
    for (const i of names) {
      const [x, y] = at(points[i]!);
      if (x < 0 || y < 0 || x > width || y > height) continue;
      const text = places[i]!.name.slice(0, 32);
      const w = context.measureText(text).width;
      const spots: Point[] = [[x + 8, y], [x - 8 - w, y], [x - w / 2, y - 13], [x - w / 2, y + 14]];
      const free = spots.find(([l, m]) => l > 2 && l + w < width - 2 && !taken.some(([a, b, c, d]) => l < c && l + w > a && m - 7 < d && m + 7 > b));
      if (!free) continue;
      taken.push([free[0] - 2, free[1] - 7, free[0] + w + 2, free[1] + 7]);
      context.lineWidth = 3;
      context.strokeStyle = colour('--sea');
      context.globalAlpha = .8;
      context.strokeText(text, free[0], free[1]);
      context.globalAlpha = 1;
      context.fillStyle = colour('--ink');
      context.fillText(text, free[0], free[1]);
    }
  };

  const cross = (context: CanvasRenderingContext2D, [x, y]: Point) => {
    context.strokeStyle = colour('--closed');
    context.lineWidth = 2.6;
    context.beginPath();
    context.moveTo(x - 6, y - 6); context.lineTo(x + 6, y + 6);
    context.moveTo(x + 6, y - 6); context.lineTo(x - 6, y + 6);
    context.stroke();
  };
  const drawClosures = (context: CanvasRenderingContext2D) => {
    for (const closure of run.closedAt(now)) {
      for (const what of closure.of) {
        if (what.link !== undefined) {
          trace(context, ways[what.link]!);
          context.strokeStyle = colour('--closed');
          context.lineWidth = thickness(what.link) + 2;
          context.setLineDash([3, 5]);
          context.stroke();
          context.setLineDash([]);
          const way = ways[what.link]!;
          const [a, b] = [way[Math.floor((way.length - 1) / 2)]!, way[Math.ceil((way.length - 1) / 2)]!];
          cross(context, at([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]));
        } else if (what.place !== undefined && what.place >= 0) {
          cross(context, at(points[what.place]!));
        }
      }
    }
  };

  /** A point of a way, and beside it on the right in the direction of travel. */
  const along = (link: number, share: number, forward: boolean): Point => {
    const way = ways[link]!;
    const p = (forward ? share : 1 - share) * (way.length - 1);
    const i = Math.min(Math.floor(p), way.length - 2);
    const [a, b] = [at(way[i]!), at(way[i + 1]!)];
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    const length = Math.hypot(dx, dy) || 1;
    const beside = (forward ? 1 : -1) * (2 + thickness(link) / 2);
    return [a[0] + dx * (p - i) - dy / length * beside, a[1] + dy * (p - i) + dx / length * beside];
  };

  const drawTrains = (context: CanvasRenderingContext2D): number => {
    const moving = new Path2D();
    const standing = new Path2D();
    let count = 0;
    for (const train of there[Math.floor(now / bucket)] ?? []) {
      if (now < run.begins(train) || now >= run.ends(train)) continue;
      ++count;
      const [first, last] = [run.first[train]!, run.first[train + 1]! - 1];
      let step = cursor[train]!;
      if (run.minute[step]! > now) step = first;
      while (step < last && run.minute[step + 1]! <= now) ++step;
      cursor[train] = step;
      const code = run.code[step]!;
      const link = run.linkOf(code);
      if (link < 0) continue;
      const {p0, p1, t0, t1} = run.passage(train, step);
      const [x, y] = along(link, p0 + (p1 - p0) * Math.min(1, (now - t0) / Math.max(t1 - t0, 1)), run.isForward(code));
      if (x < -5 || y < -5 || x > width + 5 || y > height + 5) continue;
      const into = run.stage(code).kind === 'moving' ? moving : standing;
      into.moveTo(x + 2.6, y);
      into.arc(x, y, 2.6, 0, 6.2832);
    }
    context.lineWidth = 1;
    context.strokeStyle = colour('--card');
    context.fillStyle = colour('--ink');
    context.fill(moving);
    context.stroke(moving);
    context.fillStyle = category(4);
    context.fill(standing);
    context.stroke(standing);
    return count;
  };

  const status = h('span', {class: 'note', role: 'status'});
  const clock = h('span', {class: 'time'});
  function drawTop() {
    const context = start(top);
    for (let i = 0; i < places.length; ++i) {
      const [x, y] = at(points[i]!);
      let queue = 0;
      for (const crowd of byPlace[i]!) queue += now < 0 ? 0 : Run.at(crowd, Math.floor(now / interval));
      const r = radius(now < 0 ? meanQueue[i]! : queue);
      if (r) {
        context.beginPath();
        context.arc(x, y, r, 0, 6.2832);
        context.fillStyle = category(4);
        context.globalAlpha = .38;
        context.fill();
        context.globalAlpha = 1;
        context.strokeStyle = category(4);
        context.lineWidth = 1;
        context.stroke();
      }
      context.beginPath();
      context.arc(x, y, 2.7, 0, 6.2832);
      context.fillStyle = colour('--card');
      context.fill();
      context.lineWidth = 1.3;
      context.strokeStyle = colour('--ink');
      context.stroke();
    }
    labels(context);
    if (now < 0) {
      clock.textContent = 'the whole run';
      status.textContent = '';
      return;
    }
    drawClosures(context);
    const count = drawTrains(context);
    const closed = run.closedAt(now).map(c => c.name);
    clock.textContent = run.clocks.full(now);
    status.textContent = `${whole(count)} ${run.data.trains.truck.some(Boolean) ? 'trains and trucks' : 'trains'} there` + (closed.length ? ` · closed or restricted: ${closed.join(', ')}` : '');
  }

  // Playing.
  const slider = h('input', {type: 'range', min: 0, max: Math.max(1, Math.floor(run.end)), step: 'any', value: 0, 'aria-label': 'Time',
    input: () => { now = +slider.value; drawTop(); }});
  const marks = h('canvas', {class: 'marks'});
  const drawMarks = () => {
    const w = marks.clientWidth || 1;
    marks.width = w; marks.height = 9;
    const context = marks.getContext('2d')!;
    context.fillStyle = colour('--shade');
    context.fillRect(0, 0, run.warmUp / run.end * w, 9);
    context.fillStyle = colour('--closed');
    for (const c of run.data.closures) {
      const from = c.from_ms / 60_000 / run.end * w;
      context.fillRect(from, 1, Math.max(1.5, c.until_ms / 60_000 / run.end * w - from), 7);
    }
  };
  const button = h('button', {type: 'button', class: 'primary', click: () => play(!playing)}, 'Play');
  let last = 0;
  let frames = 0;
  let since = 0;
  const tick = (time: number) => {
    if (!playing || !host.isConnected) return;
    if (last) {
      now += Math.min(time - last, 100) / 1000 * speed;
      if (++frames >= 20) { host.dataset['fps'] = (frames * 1000 / (time - since)).toFixed(1); frames = 0; since = time; }
    } else { since = time; frames = 0; }
    last = time;
    if (now >= run.end) { now = run.end - 1e-6; play(false); }
    slider.value = String(now);
    drawTop();
    if (playing) requestAnimationFrame(tick);
  };
  function play(yes: boolean) {
    playing = yes;
    button.textContent = yes ? 'Pause' : 'Play';
    host.dataset['playing'] = String(yes);
    if (!yes) return;
    if (now < 0 || now >= run.end - 1) now = 0;
    last = 0;
    requestAnimationFrame(tick);
  }

  // Looking closer.
  const zoom = (factor: number, x = width / 2, y = height / 2) => {
    const k = Math.min(24, Math.max(1, view.k * factor));
    view = {k, x: x - (x - view.x) * k / view.k, y: y - (y - view.y) * k / view.k};
    move(0, 0);
  };
  const move = (dx: number, dy: number) => {
    const bound = (v: number, size: number) => Math.min(0, Math.max(size - size * view.k, v));
    view = {k: view.k, x: bound(view.x + dx, width), y: bound(view.y + dy, height)};
    drawBase();
    drawTop();
  };
  host.addEventListener('wheel', event => {
    if (!event.ctrlKey && !event.metaKey && document.activeElement !== host) return;  // the page scrolls
    event.preventDefault();
    const box = host.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY / 400), event.clientX - box.left, event.clientY - box.top);
  }, {passive: false});
  host.addEventListener('keydown', event => {
    const step = 60;
    const act: Record<string, () => void> = {'+': () => zoom(1.4), '=': () => zoom(1.4), '-': () => zoom(1 / 1.4), '0': () => { view = {k: 1, x: 0, y: 0}; move(0, 0); },
      ArrowLeft: () => move(step, 0), ArrowRight: () => move(-step, 0), ArrowUp: () => move(0, step), ArrowDown: () => move(0, -step), ' ': () => play(!playing)};
    if (event.ctrlKey || event.metaKey || !act[event.key]) return;
    event.preventDefault();
    act[event.key]!();
  });
  let held: {x: number; y: number; moved: boolean} | undefined;
  host.addEventListener('pointerdown', event => { held = {x: event.clientX, y: event.clientY, moved: false}; });
  const nearest = (event: PointerEvent | MouseEvent) => {
    const box = host.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    let place = -1;
    let best = 12;
    points.forEach((point, i) => { const [a, b] = at(point); const d = Math.hypot(a - x, b - y); if (d < best) { best = d; place = i; } });
    let link = -1;
    if (place < 0) {
      best = 8;
      ways.forEach((way, i) => {
        for (let k = 0; k + 1 < way.length; ++k) {
          const [[ax, ay], [bx, by]] = [at(way[k]!), at(way[k + 1]!)];
          const length = (bx - ax) ** 2 + (by - ay) ** 2 || 1;
          const t = Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
          const d = Math.hypot(ax + t * (bx - ax) - x, ay + t * (by - ay) - y);
          if (d < best) { best = d; link = i; }
        }
      });
    }
    return {x, y, place, link};
  };
  const linkLines = (i: number) => {
    const link = links[i]!;
    const lines = [link.name, `${link.mode === 'rail' ? `${link.gauge_mm} mm, ${link.single_track ? 'single track' : 'double track'}` : link.mode}, ${whole(link.length_m / 1000)} km`];
    for (const [what, flow] of [['trains', link.trains], ['trucks', link.trucks]] as const) {
      if (flow[0] + flow[1]) lines.push(`${brief(flow[0] / days)} ${what} a day towards ${places[link.b]!.name}, ${brief(flow[1] / days)} towards ${places[link.a]!.name}`);
    }
    if (uses[i] !== undefined) lines.push(`${percent(uses[i]!)} busy`);
    return lines;
  };
  const placeLines = (i: number) => {
    const lines = [places[i]!.name + (places[i]!.country ? ` (${places[i]!.country})` : '')];
    if (now >= 0) lines.push(`${run.clocks.full(now, places[i]!.zone)} here`);
    lines.push(`${brief(queueNow(i))} trains or trucks wait${now < 0 ? ' on average' : ''}`);
    return lines;
  };
  host.addEventListener('pointermove', event => {
    if (held && event.buttons) {
      const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
      if (held.moved || Math.hypot(dx, dy) > 4) { held = {x: event.clientX, y: event.clientY, moved: true}; move(dx, dy); tip.hide(); return; }
    }
    const {x, y, place, link} = nearest(event);
    if (place >= 0) tip.show(x, y, placeLines(place));
    else if (link >= 0) tip.show(x, y, linkLines(link));
    else tip.hide();
  });
  host.addEventListener('pointerleave', () => tip.hide());
  host.addEventListener('click', event => {
    if (held?.moved) return;
    const {place, link} = nearest(event);
    if (place >= 0) on.place(place);
    else if (link >= 0 && flows[link]) on.link(link);
  });

  const modes = new Set(links.map(l => l.mode === 'rail' ? `${l.gauge_mm} mm` : l.mode));
  const entries = [...modes].map(mode => {
    const link = links.find(l => (l.mode === 'rail' ? `${l.gauge_mm} mm` : l.mode) === mode)!;
    return [lineColour(link), link.mode === 'rail' ? `track gauge ${mode}` : mode] as [string, string];
  });
  entries.push([category(4), 'trains and trucks that wait']);
  const bar = h('span', {class: 'scale', 'aria-hidden': true});
  bar.style.background = `linear-gradient(90deg, ${[0, .2, .4, .6, .8, 1].map(heat).join(',')})`;
  const keys = legend(entries);
  keys.prepend(h('li', {}, 'use 0 %', bar, '100 %'));

  const section = h('section', {id: 'map'}, h('h2', {}, 'The network'),
    h('p', {class: 'note'}, 'Lines are as thick as much runs over them, and coloured by the use of their tightest part within the colour of their track gauge. A click on a line shows its trains over time, one on a place its queues.'),
    h('div', {class: 'tools'}, toggle('Colour', [['use', 'by use'], ['gauge', 'by track gauge']], colours, value => { colours = value; drawBase(); }),
      h('span', {}, h('button', {type: 'button', 'aria-label': 'Zoom in', click: () => zoom(1.5)}, '+'), ' ', h('button', {type: 'button', 'aria-label': 'Zoom out', click: () => zoom(1 / 1.5)}, '−'), ' ',
        h('button', {type: 'button', click: () => { view = {k: 1, x: 0, y: 0}; move(0, 0); }}, 'Whole'))),
    host, keys,
    h('div', {class: 'player'}, button,
      choice('Speed', SPEEDS, String(speed), value => { speed = +value; }).field,
      h('div', {class: 'line'}, slider, marks), clock,
      h('button', {type: 'button', click: () => { play(false); now = -1; slider.value = '0'; drawTop(); }}, 'Whole run')),
    status,
    behind('network', [{name: 'line'}, {name: 'from'}, {name: 'to'}, {name: 'by'}, {name: 'length (km)', number: true}, {name: 'trains a day', number: true}, {name: 'back', number: true},
      {name: 'trucks a day', number: true}, {name: 'back', number: true}, {name: 'use', number: true}],
      () => links.map((l, i) => [l.name, places[l.a]!.name, places[l.b]!.name, l.mode === 'rail' ? `${l.gauge_mm} mm` : l.mode, Math.round(l.length_m / 1000),
        ...[...l.trains, ...l.trucks].map(n => +(n / days).toFixed(2)), uses[i] === undefined ? '' : +uses[i]!.toFixed(4)])));
  const redraw = () => { size(); drawBase(); drawTop(); drawMarks(); };
  new ResizeObserver(() => { if (host.clientWidth !== width && host.clientWidth) redraw(); }).observe(host);
  addEventListener('theme', () => { drawBase(); drawTop(); drawMarks(); });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { drawBase(); drawTop(); drawMarks(); });
  embedded('borders').then(found => {
    topology = found;
    host.dataset['borders'] = 'yes';
    if (width && projection) { drawWorld(); drawBase(); }
  });
  return section;
}
