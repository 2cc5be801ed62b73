/** Plays a run: a button, a speed, a slider with what is closed when. */
import {choice, colour, h} from './dom';
import {whole} from './format';
import type {MapPicture} from './map_picture';
import {type Run} from './run';

const SPEEDS: [string, string][] = [['60', '1 h a second'], ['360', '6 h a second'], ['720', '12 h a second'], ['1440', '1 day a second'], ['4320', '3 days a second'], ['10080', '1 week a second']];

export interface Player { controls: HTMLElement[]; toggle(): void; drawMarks(): void }

/** `host` is told, as data, whether it plays and how many frames a second are shown. */
export function player(run: Run, picture: MapPicture, host: HTMLElement): Player {
  let playing = false;
  let speed = 720;
  const status = h('span', {class: 'note', role: 'status'});
  const clock = h('span', {class: 'time'});
  const show = (minute: number) => {
    const count = picture.at(minute);
    const closed = minute < 0 ? [] : run.closedAt(minute).map(c => c.name);
    clock.textContent = minute < 0 ? 'the whole run' : run.clocks.full(minute);
    status.textContent = minute < 0 ? '' : `${whole(count)} ${run.data.trains.truck.some(Boolean) ? 'trains and trucks' : 'trains'} there` + (closed.length ? ` · closed or restricted: ${closed.join(', ')}` : '');
  };
  const slider = h('input', {type: 'range', min: 0, max: Math.max(1, Math.floor(run.end)), step: 'any', value: 0, 'aria-label': 'Time',
    input: () => show(+slider.value)});
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
    let now = picture.now;
    if (last) {
      now += Math.min(time - last, 100) / 1000 * speed;
      if (++frames >= 20) { host.dataset['fps'] = (frames * 1000 / (time - since)).toFixed(1); frames = 0; since = time; }
    } else { since = time; frames = 0; }
    last = time;
    if (now >= run.end) { now = run.end - 1e-6; play(false); }
    slider.value = String(now);
    show(now);
    if (playing) requestAnimationFrame(tick);
  };
  function play(yes: boolean) {
    playing = yes;
    button.textContent = yes ? 'Pause' : 'Play';
    host.dataset['playing'] = String(yes);
    if (!yes) return;
    if (picture.now < 0 || picture.now >= run.end - 1) show(0);
    last = 0;
    requestAnimationFrame(tick);
  }
  const controls = [
    h('div', {class: 'player'}, button,
      choice('Speed', SPEEDS, String(speed), value => { speed = +value; }).field,
      h('div', {class: 'line'}, slider, marks), clock,
      h('button', {type: 'button', click: () => { play(false); slider.value = '0'; show(-1); }}, 'Whole run')),
    status];
  clock.textContent = 'the whole run';
  return {controls, toggle: () => play(!playing), drawMarks};
}
