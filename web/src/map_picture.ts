/** What is drawn on the map, and what stands where on it. */
import {geoPath} from 'd3-geo';
import {feature, mesh} from 'topojson-client';
import type {Link} from './data';
import {colour} from './dom';
import {brief, category, heat, OTHER, percent, tick, whole} from './format';
import {aspect, layout, waysOf, type Point} from './layout';
import {Run} from './run';

const GAUGES: Record<number, string> = {1435: category(0), 1520: category(4), 1668: category(3), 1000: category(2), 1067: category(1), 1676: category(7)};
const lineColour = (link: Link) => link.mode === 'rail' ? GAUGES[link.gauge_mm] ?? category(5) : link.mode === 'sea' ? category(5) : OTHER;
const DASHES: Record<string, number[]> = {rail: [], road: [5, 3], sea: [1, 4], air: [9, 6]};

export type MapPicture = ReturnType<typeof mapPicture>;

/** Draws on two canvases of the same size, one over the other. */
export function mapPicture(run: Run, base: HTMLCanvasElement, top: HTMLCanvasElement) {
  const {places, links, crowds, stages, interval_minutes: interval} = run.data;
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

  const uses = links.map((_, i) => run.use(i));
  const flows = links.map(l => l.trains[0] + l.trains[1] + l.trucks[0] + l.trucks[1]);
  const mostFlow = Math.max(1, ...flows);
  const days = Math.max(run.end / 1440, 1e-9);
  const queues = crowds.filter(c => c.place >= 0 && c.who !== 'units' && stages[c.stage]!.kind === 'waiting');
  const queueAt = (place: number, minute: number) => {
    let sum = 0;
    for (const crowd of queues) if (crowd.place === place) sum += minute < 0 ? run.meanOf(crowd) : Run.at(crowd, Math.floor(minute / interval));
    return sum;
  };
  const meanQueue = places.map((_, i) => queueAt(i, -1));
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

  const size = (room: number) => {
    width = room;
    height = Math.max(280, Math.min(560, width * aspect(run.data)));
    const ratio = devicePixelRatio || 1;
    for (const canvas of [base, top]) {
      canvas.width = width * ratio;
      canvas.height = height * ratio;
      canvas.style.height = `${height}px`;
    }
    const found = layout(run, width, height);
    points = found.points;
    projection = found.projection;
    ways = waysOf(run.data, found);
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

  /** What stands still. */
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
    const marks = ways.flatMap(way => way.slice(1).flatMap((end, i) => {
      const [a, b] = [at(way[i]!), at(end)];
      const parts = Math.min(60, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / 12));
      return Array.from({length: parts}, (_, k): Point => [a[0] + (b[0] - a[0]) * (k + .5) / parts, a[1] + (b[1] - a[1]) * (k + .5) / parts]);
    }));
    const names = places.map((_, i) => i).sort((a, b) => importance[b]! - importance[a]! || a - b);
    for (const i of names) {
      const [x, y] = at(points[i]!);
      if (x < 0 || y < 0 || x > width || y > height) continue;
      const text = places[i]!.name.slice(0, 32);
      const w = context.measureText(text).width;
      const spots: Point[] = [[x + 8, y], [x - 8 - w, y], [x - w / 2, y - 13], [x - w / 2, y + 14]];
      const crossed = ([l, m]: Point) => marks.reduce((n, [a, b]) => n + (a > l - 2 && a < l + w + 2 && b > m - 7 && b < m + 7 ? 1 : 0), 0);
      const [free] = spots.filter(([l, m]) => l > 2 && l + w < width - 2 && !taken.some(([a, b, c, d]) => l < c && l + w > a && m - 7 < d && m + 7 > b))
        .map(spot => ({spot, n: crossed(spot)})).sort((a, b) => a.n - b.n).map(one => one.spot);
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

  /** What changes with the time; how many trains are there. */
  function drawTop(): number {
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
    if (now < 0) return 0;
    drawClosures(context);
    return drawTrains(context);
  }


  const zoom = (factor: number, x = width / 2, y = height / 2) => {
    const k = Math.min(24, Math.max(1, view.k * factor));
    view = {k, x: x - (x - view.x) * k / view.k, y: y - (y - view.y) * k / view.k};
    move(0, 0);
  };
  const move = (dx: number, dy: number) => {
    const bound = (v: number, room: number) => Math.min(0, Math.max(room - room * view.k, v));
    view = {k: view.k, x: bound(view.x + dx, width), y: bound(view.y + dy, height)};
    drawBase();
    drawTop();
  };
  /** What is drawn near a point: a place, else a line; -1 for neither. */
  const nearest = (x: number, y: number) => {
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
    return {place, link};
  };
  /** What is told of a line, and of a place. */
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
    lines.push(`${brief(queueAt(i, now))} trains or trucks wait${now < 0 ? ' on average' : ''}`);
    return lines;
  };
  /** Colours of lines and what they mean. */
  const lineLegend = (): {name: string; colour: string; dash: number[]}[] => {
    const modeOf = (link: Link) => link.mode === 'rail' ? `track gauge ${link.gauge_mm} mm` : link.mode;
    return [...new Map(links.map(link => [modeOf(link), link]))].map(([name, link]) => ({name, colour: lineColour(link), dash: DASHES[link.mode] ?? []}));
  };
  /** How thick and how large is how much: little and much, as round numbers. */
  const sizeLegend = (): {name: string; width?: number; circle?: number}[] => {
    const some = (values: number[]) => {
      const [low, high] = [Math.min(...values.filter(v => v > 0)), Math.max(0, ...values)];
      return high <= 0 ? [] : [...new Set([Math.max(low, high / 20), high].map(v => { const power = 10 ** Math.floor(Math.log10(v)); return +(Math.floor(v / power) * power).toPrecision(3); }))];
    };
    const [flow, queue] = [some(flows.map(n => n / days)), some(meanQueue)];
    return [...flow.map(v => ({name: `${tick(v)} a day`, width: 1.2 + 5 * Math.sqrt(Math.min(1, v * days / mostFlow))})),
      ...queue.map(v => ({name: `${tick(v)} wait`, circle: radius(v)}))];
  };

  return {
    days, uses, drawBase, drawTop, size, zoom, move, nearest, linkLines, placeLines, lineLegend, sizeLegend,
    get width() { return width; },
    get now() { return now; },
    at(minute: number) { now = minute; return drawTop(); },
    runsOver: (link: number) => flows[link]! > 0,
    whole() { view = {k: 1, x: 0, y: 0}; move(0, 0); },
    colourBy(which: 'use' | 'gauge') { colours = which; drawBase(); },
    borders(found: unknown) {
      topology = found;
      if (width && projection) { drawWorld(); drawBase(); }
    },
  };
}
