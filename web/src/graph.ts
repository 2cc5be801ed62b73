/** The time-distance graph: every train along a path, time to the right, places from top to bottom. */
import {behind, choice, colour, h, legend, Tip} from './dom';
import {category, duration, whole} from './format';
import {DAY, KINDS, Lines, pathBetween, type Part} from './paths';
import {type Run} from './run';

const MOST_SEGMENTS = 60_000;

/** Moves what stands closer than `gap` apart, in its order and within two ends, as far as there is room. */
function apart(at: number[], gap: number, low: number, high: number): number[] {
  const moved = [...at];
  moved.forEach((v, i) => { moved[i] = Math.max(v, i ? moved[i - 1]! + gap : low); });
  for (let i = moved.length - 1; i >= 0; --i) moved[i] = Math.min(moved[i]!, i + 1 < moved.length ? moved[i + 1]! - gap : high);
  return moved;
}

export interface Graph { section: HTMLElement; showLink(link: number): void }

export function graphSection(run: Run, openLife: (name: string) => void): Graph | undefined {
  const {places, links, sources} = run.data;
  if (!run.trains) return undefined;
  const touched = places.map((_, i) => i).filter(i => links.some(l => (l.a === i || l.b === i) && l.trains[0] + l.trains[1] + l.trucks[0] + l.trucks[1] > 0));
  if (touched.length < 2) return undefined;
  // At first: the tightest line, and as much of the way of its trains as fits a picture.
  const tightest = links.map((_, i) => i).filter(i => links[i]!.trains[0] + links[i]!.trains[1] > 0).sort((a, b) => (run.use(b) ?? 0) - (run.use(a) ?? 0))[0]
    ?? links.findIndex(l => l.trucks[0] + l.trucks[1] > 0);
  let [from, to] = [links[tightest]!.a, links[tightest]!.b];
  const beyond = (place: number, not: number) => {
    const next = links.map((l, i) => ({l, i})).filter(({l, i}) => i !== not && (l.a === place || l.b === place) && l.mode === links[not]!.mode && l.gauge_mm === links[not]!.gauge_mm)
      .sort((x, y) => y.l.trains[0] + y.l.trains[1] - x.l.trains[0] - x.l.trains[1])[0];
    return next && next.l.trains[0] + next.l.trains[1] > 0 ? (next.l.a === place ? next.l.b : next.l.a) : place;
  };
  const wider: [number, number] = [beyond(from, tightest), beyond(to, tightest)];
  if (wider[0] !== wider[1]) [from, to] = wider;

  let path = pathBetween(run, from, to) ?? pathBetween(run, links[tightest]!.a, links[tightest]!.b)!;
  let lines: Lines;
  let service = '';
  const fullWindow = () => Math.max(run.end, 10);
  let window = {from: 0, until: fullWindow()};
  let chosen = -1;   // segment
  const [LEFT, RIGHT, TOP, BOTTOM] = [128, 12, 12, 26];
  const base = h('canvas');
  const top = h('canvas');
  const host = h('div', {class: 'canvas', tabindex: 0, role: 'application',
    'aria-label': 'Time-distance graph. Arrows left and right move in time, plus and minus zoom, n and p choose the next and previous train, Enter shows its life.'}, base, top);
  const tip = new Tip(host);
  const status = h('p', {class: 'note', role: 'status'});
  let width = 0;
  let height = 0;
  const x = (minute: number) => LEFT + (minute - window.from) / (window.until - window.from) * (width - LEFT - RIGHT);
  const y = (km: number) => TOP + km / path.length * (height - TOP - BOTTOM);
  const minuteAt = (px: number) => window.from + (px - LEFT) / (width - LEFT - RIGHT) * (window.until - window.from);
  const COLOURS = () => [colour('--ink'), category(4), category(1), category(2)];

  const prepare = (canvas: HTMLCanvasElement) => {
    const ratio = devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.height = `${height}px`;
    }
    const context = canvas.getContext('2d')!;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    context.font = '12px system-ui, "DejaVu Sans", sans-serif';
    return context;
  };

  function grid(context: CanvasRenderingContext2D) {
    context.textBaseline = 'middle';
    context.lineWidth = 1;
    context.strokeStyle = colour('--rule');
    context.fillStyle = colour('--soft');
    for (const {minute, label} of run.clocks.ticks(window.from, window.until, Math.max(3, (width - LEFT) / 90))) {
      const px = Math.round(x(minute)) + .5;
      context.beginPath(); context.moveTo(px, TOP); context.lineTo(px, height - BOTTOM); context.stroke();
      context.textAlign = 'center';
      if (px > LEFT - 10 && px < width - 16) context.fillText(label, px, height - BOTTOM + 14);
    }
    context.textAlign = 'right';
    const lines = path.places.map(({km}) => Math.round(y(km)) + .5);
    const labels = apart(lines, 13, TOP, height - BOTTOM - 2);
    path.places.forEach(({place}, i) => {
      const [py, at] = [lines[i]!, labels[i]!];
      context.strokeStyle = colour('--border');
      context.beginPath(); context.moveTo(LEFT, py); context.lineTo(width - RIGHT, py); context.stroke();
      if (Math.abs(at - py) > 3) { context.beginPath(); context.moveTo(LEFT - 6, at); context.lineTo(LEFT, py); context.stroke(); }
      context.fillStyle = colour('--ink');
      const name = places[place]!.name;
      context.fillText(name.length > 17 ? name.slice(0, 16) + '…' : name, LEFT - 8, at);
    });
  }
  /** Times in which a part of the path is closed. */
  function closed(context: CanvasRenderingContext2D) {
    const paint = (part: Part, a: number, b: number, fill: string, alpha: number) => {
      if (b < window.from || a > window.until) return;
      const [x0, x1] = [Math.max(LEFT, x(a)), Math.min(width - RIGHT, x(b))];
      context.globalAlpha = alpha;
      context.fillStyle = fill;
      context.fillRect(x0, y(part.from), Math.max(1, x1 - x0), y(part.until) - y(part.from));
      context.globalAlpha = 1;
    };
    for (const part of path.parts.values()) {
      let minute = 0;
      const times = links[part.link]!.possessions.map(d => minute += d);
      for (let i = 0; i + 1 < times.length; i += 2) paint(part, times[i]!, times[i + 1]!, colour('--faint'), .3);
      for (const c of run.data.closures) {
        if (c.of.some(w => w.link === part.link)) paint(part, c.from_ms / 60_000, c.until_ms / 60_000, colour('--closed'), .16);
      }
    }
    for (const {place, km} of path.places) {
      for (const c of run.data.closures) {
        if (!c.of.some(w => w.place === place && w.kind !== 'service' && w.kind !== 'flow')) continue;
        const [a, b] = [Math.max(LEFT, x(c.from_ms / 60_000)), Math.min(width - RIGHT, x(c.until_ms / 60_000))];
        if (b <= a) continue;
        context.fillStyle = colour('--closed');
        context.globalAlpha = .3;
        context.fillRect(a, y(km) - 3, b - a, 6);
        context.globalAlpha = 1;
      }
    }
  }

  function draw() {
    const context = prepare(base);
    context.fillStyle = colour('--card');
    context.fillRect(0, 0, width, height);
    closed(context);
    grid(context);
    context.save();
    context.beginPath();
    context.rect(LEFT, 0, width - LEFT - RIGHT, height - BOTTOM + 1);
    context.clip();
    const total = lines.count(window.from, window.until);
    const every = Math.max(1, Math.ceil(total / MOST_SEGMENTS));
    const paths = KINDS.map(() => new Path2D());
    for (const i of lines.between(window.from, window.until)) {
      if (every > 1 && lines.train[i]! % every) continue;
      const into = paths[lines.kind[i]!]!;
      into.moveTo(x(lines.at[4 * i]!), y(lines.at[4 * i + 2]!));
      into.lineTo(x(lines.at[4 * i + 1]!), y(lines.at[4 * i + 3]!));
    }
    const span = (window.until - window.from) / DAY;
    const colours = COLOURS();
    for (const k of [3, 2, 1, 0]) {
      context.strokeStyle = colours[k]!;
      context.globalAlpha = k === 0 ? (span > 20 ? .35 : span > 6 ? .55 : .8) : .9;
      context.lineWidth = k === 0 ? (span > 6 ? .7 : 1.1) : span > 20 ? 1.4 : 2.6;
      context.stroke(paths[k]!);
    }
    context.restore();
    host.dataset['trains'] = String(lines.trains);
    status.textContent = `${places[path.places[0]!.place]!.name} to ${places[path.places.at(-1)!.place]!.name}, ${run.clocks.full(window.from)} to ${run.clocks.full(window.until)} ${run.clocks.main} · ${whole(lines.trains)} run here in all` +
      (every > 1 ? ` · one in ${every} is drawn; closer, all are` : '');
    drawTop();
  }
  function drawTop() {
    const context = prepare(top);
    if (chosen < 0) return;
    const train = lines.train[chosen]!;
    context.save();
    context.beginPath();
    context.rect(LEFT, 0, width - LEFT - RIGHT, height - BOTTOM + 1);
    context.clip();
    context.strokeStyle = colour('--accent');
    context.lineWidth = 2.6;
    context.lineJoin = 'round';
    context.beginPath();
    for (let i = chosen; i >= 0 && lines.train[i] === train; --i) one(i);
    for (let i = chosen + 1; i < lines.train.length && lines.train[i] === train; ++i) one(i);
    function one(i: number) {
      context.moveTo(x(lines.at[4 * i]!), y(lines.at[4 * i + 2]!));
      context.lineTo(x(lines.at[4 * i + 1]!), y(lines.at[4 * i + 3]!));
    }
    context.stroke();
    context.restore();
  }

  const words = (i: number) => {
    const code = run.code[lines.step[i]!]!;
    const zone = run.zoneAt(code);
    const [a, b] = [run.minute[lines.step[i]!]!, run.until(lines.train[i]!, lines.step[i]!)];
    return [run.name(lines.train[i]!), `${run.stage(code).name}, ${run.where(code)}`,
      `${run.clocks.full(a, zone)} to ${run.clocks.hour(b, zone)} ${zone}`, duration(b - a)];
  };
  const nearest = (px: number, py: number) => {
    let best = 9;
    let found = -1;
    const pad = (window.until - window.from) / (width - LEFT - RIGHT) * 10;
    const at = minuteAt(px);
    for (const i of lines.between(at - pad, at + pad)) {
      const [ax, bx, ay, by] = [x(lines.at[4 * i]!), x(lines.at[4 * i + 1]!), y(lines.at[4 * i + 2]!), y(lines.at[4 * i + 3]!)];
      const length = (bx - ax) ** 2 + (by - ay) ** 2 || 1;
      const t = Math.max(0, Math.min(1, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length));
      const d = Math.hypot(ax + t * (bx - ax) - px, ay + t * (by - ay) - py);
      if (d < best) { best = d; found = i; }
    }
    return found;
  };
  const look = (fromMinute: number, untilMinute: number) => {
    const span = Math.min(Math.max(untilMinute - fromMinute, 10), fullWindow());
    const start = Math.min(Math.max(fromMinute, 0), fullWindow() - span);
    window = {from: start, until: start + span};
    host.dataset['from'] = start.toFixed(0);
    host.dataset['until'] = (start + span).toFixed(0);
    draw();
  };
  const zoom = (factor: number, at = (window.from + window.until) / 2) =>
    look(at - (at - window.from) / factor, at + (window.until - at) / factor);
  const pan = (share: number) => { const d = (window.until - window.from) * share; look(window.from + d, window.until + d); };
  const choose = (i: number) => {
    chosen = i;
    host.dataset['chosen'] = i < 0 ? '' : run.name(lines.train[i]!);
    drawTop();
  };
  /** The next train, or the one before, to be where the chosen one is. */
  const step = (direction: 1 | -1) => {
    const seen: {train: number; i: number; at: number}[] = [];
    const known = new Set<number>();
    for (const i of lines.between(window.from, window.until)) {
      if (known.has(lines.train[i]!) || lines.kind[i] !== 0) continue;
      known.add(lines.train[i]!);
      seen.push({train: lines.train[i]!, i, at: lines.at[4 * i]!});
    }
    if (!seen.length) return;
    seen.sort((a, b) => a.at - b.at || a.train - b.train);
    const now = chosen < 0 ? -1 : seen.findIndex(one => one.train === lines.train[chosen]!);
    const next = now < 0 ? (direction > 0 ? 0 : seen.length - 1) : (now + direction + seen.length) % seen.length;
    choose(seen[next]!.i);
    const i = seen[next]!.i;
    tip.show(Math.max(LEFT, x(lines.at[4 * i]!)), y(lines.at[4 * i + 2]!), words(i));
  };

  host.addEventListener('wheel', event => {
    if (!event.ctrlKey && !event.metaKey && document.activeElement !== host) return;  // the page scrolls
    event.preventDefault();
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey) pan((event.deltaX || event.deltaY) / 900);
    else zoom(Math.exp(-event.deltaY / 400), minuteAt(event.clientX - host.getBoundingClientRect().left));
  }, {passive: false});
  host.addEventListener('keydown', event => {
    const act: Record<string, () => void> = {ArrowLeft: () => pan(-.2), ArrowRight: () => pan(.2), ArrowUp: () => zoom(1.5), ArrowDown: () => zoom(1 / 1.5), '+': () => zoom(1.5),
      '=': () => zoom(1.5), '-': () => zoom(1 / 1.5), '0': () => look(0, fullWindow()), n: () => step(1), p: () => step(-1),
      Escape: () => { choose(-1); tip.hide(); }, Enter: () => { if (chosen >= 0) openLife(run.name(lines.train[chosen]!)); }};
    if (event.ctrlKey || event.metaKey || !act[event.key]) return;
    event.preventDefault();
    act[event.key]!();
  });
  let held: {at: number; from: number; until: number; moved: boolean} | undefined;
  host.addEventListener('pointerdown', event => { held = {at: event.clientX, ...window, moved: false}; });
  host.addEventListener('pointerup', () => setTimeout(() => { held = undefined; }));
  host.addEventListener('pointermove', event => {
    const box = host.getBoundingClientRect();
    if (held && event.buttons) {
      const d = (event.clientX - held.at) / (width - LEFT - RIGHT) * (held.until - held.from);
      if (Math.abs(event.clientX - held.at) > 3) held.moved = true;
      if (held.moved) look(held.from - d, held.until - d);
      return;
    }
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    const i = px < LEFT ? -1 : nearest(px, py);
    if (i !== chosen) choose(i);
    if (i < 0) tip.hide(); else tip.show(px, py, words(i));
  });
  host.addEventListener('pointerleave', () => tip.hide());
  host.addEventListener('click', () => { if (!held?.moved && chosen >= 0) openLife(run.name(lines.train[chosen]!)); });

  const options = touched.map(i => [String(i), places[i]!.name] as [string, string]).sort((a, b) => a[1] < b[1] ? -1 : 1);
  const fromField = choice('From', options, String(path.places[0]!.place), value => set(+value, to));
  const toField = choice('To', options, String(path.places.at(-1)!.place), value => set(from, +value));
  [from, to] = [path.places[0]!.place, path.places.at(-1)!.place];
  const gather = () => {
    chosen = -1;
    const wanted = sources.map(name => !service || name.includes(service));
    const {source} = run.data.trains;
    lines = new Lines(run, path, train => wanted[source[train]!]!);
  };
  function set(a: number, b: number) {
    const found = pathBetween(run, a, b);
    [from, to] = [a, b];
    if (!found) { status.textContent = `No line leads from ${places[a]!.name} to ${places[b]!.name}.`; return; }
    path = found;
    fromField.select.value = String(a);
    toField.select.value = String(b);
    gather();
    fit();
    draw();
  }
  const search = h('input', {type: 'search', placeholder: 'all', list: 'services', input: () => { service = search.value.trim(); gather(); draw(); }});
  const known = [...new Set(run.data.trains.source)].map(i => sources[i]!).sort();
  function fit() {
    height = Math.max(300, Math.min(640, 120 + path.places.length * 34));
  }
  const section = h('section', {id: 'trains'}, h('h2', {}, 'Trains over time'),
    h('p', {class: 'note'}, 'Each line is a train: the steeper, the faster; where two cross, they meet. Drag to move in time, zoom with + and −. A click shows the life of a train.'),
    h('div', {class: 'tools'}, fromField.field, toField.field,
      h('label', {class: 'field'}, h('span', {}, 'Service'), search), h('datalist', {id: 'services'}, ...known.map(name => h('option', {value: name}))),
      h('span', {}, h('button', {type: 'button', 'aria-label': 'Earlier', click: () => pan(-.5)}, '←'), ' ', h('button', {type: 'button', 'aria-label': 'Closer in time', click: () => zoom(2)}, '+'), ' ',
        h('button', {type: 'button', 'aria-label': 'Further in time', click: () => zoom(.5)}, '−'), ' ', h('button', {type: 'button', 'aria-label': 'Later', click: () => pan(.5)}, '→'), ' ',
        h('button', {type: 'button', click: () => look(0, fullWindow())}, 'Whole run'))),
    host, legend([['var(--ink)', 'running'], [category(4), 'waits for the line'], [category(1), 'other waits'], [category(2), 'work']]), status,
    behind('trains', [{name: 'train'}, {name: 'what'}, {name: 'where'}, {name: 'from'}, {name: 'until'}, {name: 'zone'}, {name: 'time (min)', number: true}], () => {
      const rows: (string | number)[][] = [];
      for (const i of lines.between(window.from, window.until)) {
        const [code, a, b] = [run.code[lines.step[i]!]!, run.minute[lines.step[i]!]!, run.until(lines.train[i]!, lines.step[i]!)];
        const zone = run.zoneAt(code);
        rows.push([run.name(lines.train[i]!), run.stage(code).name, run.where(code), run.clocks.plain(a, zone), run.clocks.plain(b, zone), zone, b - a]);
        if (rows.length >= 100_000) break;
      }
      return rows;
    }));
  gather();
  fit();
  const span = Math.min(fullWindow(), Math.max(run.horizon / 100, 2 * DAY));
  const begin = Math.min(Math.max(run.warmUp, 0), Math.max(0, run.end - span));
  window = {from: begin, until: begin + span};
  host.dataset['from'] = begin.toFixed(0);
  host.dataset['until'] = (begin + span).toFixed(0);
  new ResizeObserver(() => { if (host.clientWidth && host.clientWidth !== width) { width = host.clientWidth; fit(); draw(); } }).observe(host);
  for (const target of [globalThis as EventTarget, matchMedia('(prefers-color-scheme: dark)')]) {
    target.addEventListener('theme', draw);
    if (target !== globalThis) target.addEventListener('change', draw);
  }
  return {section, showLink(link) { set(links[link]!.a, links[link]!.b); section.scrollIntoView(); host.focus({preventScroll: true}); }};
}
