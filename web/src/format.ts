/** Numbers, times and colours as a reader sees them. */

const group = (text: string) => text.replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');

export const whole = (value: number) => (value < 0 ? '\u2212' : '') + group(Math.abs(Math.round(value)).toString());

/** A number beside an axis, without digits that say nothing. */
export const tick = (value: number) => Math.abs(value) >= 1000 ? whole(value) : String(+value.toFixed(3)).replace('-', '\u2212');

/** About three digits that matter. */
export function brief(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return '–';
  if (size >= 100 || value === 0) return whole(value);
  return (value < 0 ? '\u2212' : '') + size.toFixed(size >= 10 ? 1 : 2);
}

/** `+0.4`, `−1.2` */
export const signed = (value: number) => (value > 0 ? '+' : '') + brief(value);

/** Without digits that are nought: `28`, `10.5`. */
export const trimmed = (value: number) => brief(value).replace(/\.0+$/, '');

/** Round numbers from `low` to `high`, at most so many and at least one; `step` lies between them. */
export function rounds(low: number, high: number, most: number): {step: number; values: number[]} {
  const rough = Math.max(high - low, 1e-9) / Math.max(most - 1, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map(f => f * power).find(one => one >= rough * .999)!;
  const values: number[] = [];
  for (let i = Math.ceil(low / step - 1e-6); i * step <= high + step * 1e-6; ++i) values.push(+(i * step).toPrecision(12));
  return {step, values: values.length ? values : [low]};
}

export const percent = (share: number) =>
  share > 0 && share < 0.005 ? '<\u202f1\u202f%' : Math.round(share * 100) + '\u202f%';

export const short = (text: string, most: number) => text.length > most ? text.slice(0, most - 1) + '…' : text;

/** A unit of time that suits `longest`, in hours. */
export interface Unit { name: string; hours: number }
export function unitFor(longest: number): Unit {
  if (longest >= 48) return {name: 'd', hours: 24};
  if (longest >= 2) return {name: 'h', hours: 1};
  return {name: 'min', hours: 1 / 60};
}
export const inUnit = (hours: number, unit: Unit) => {
  const value = hours / unit.hours;
  return Math.abs(value) >= 100 ? whole(value) : value.toFixed(Math.abs(value) >= 10 || unit.name !== 'd' ? 1 : 2).replace('-', '\u2212');
};

/** `3 d 4 h`, `4 h 12 min`, `35 min` */
export function duration(minutes: number): string {
  const m = Math.round(minutes);
  if (m < 60) return `${m} min`;
  if (m < 48 * 60) return `${Math.floor(m / 60)} h ${String(m % 60).padStart(2, '0')} min`;
  return `${Math.floor(m / 1440)} d ${String(Math.floor(m % 1440 / 60)).padStart(2, '0')} h`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const two = (n: number) => String(n).padStart(2, '0');

/** Local time of zones, by the offsets that the program wrote. */
export class Clocks {
  constructor(private start: number, private zones: Record<string, number[]>, readonly main: string) {}

  offset(minute: number, zone = this.main): number {
    const steps = this.zones[zone] ?? [0, 0];
    let offset = steps[1] ?? 0;
    for (let i = 0; i < steps.length && steps[i]! <= minute * 60_000; i += 2) offset = steps[i + 1]!;
    return offset;
  }
  date(minute: number, zone = this.main): Date {
    return new Date(this.start + (minute + this.offset(minute, zone)) * 60_000);
  }
  /** `Fri 1 Mar 2024 14:05` */
  full(minute: number, zone = this.main): string {
    const d = this.date(minute, zone);
    return `${DAYS[d.getUTCDay()]} ${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]} ${d.getUTCFullYear()} ${this.hour(minute, zone)}`;
  }
  /** `2024-03-01 14:05`, as in tables */
  plain(minute: number, zone = this.main): string {
    const d = this.date(minute, zone);
    return `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())} ${this.hour(minute, zone)}`;
  }
  hour(minute: number, zone = this.main): string {
    const d = this.date(minute, zone);
    return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`;
  }
  /** `1 Mar` */
  day(minute: number, zone = this.main): string {
    const d = this.date(minute, zone);
    return `${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]}`;
  }
  /** Instants for the ticks of an axis from `from` to `until`, at round local times. */
  ticks(from: number, until: number, most: number): {minute: number; label: string}[] {
    const wanted = (until - from) / most;
    const step = [1, 5, 15, 30, 60, 180, 360, 720, 1440, 2880, 4320, 7 * 1440, 14 * 1440].find(s => s >= wanted);
    const all: {minute: number; label: string}[] = [];
    if (step) {
      // Counted by the local clock, so that days begin at midnight.
      const base = this.start / 60_000;
      const offset = base + this.offset(from);
      for (let local = Math.ceil((from + offset) / step) * step; local - offset <= until; local += step) {
        const minute = local - base - this.offset(local - offset);
        const midnight = this.hour(minute) === '00:00';
        all.push({minute, label: step >= 1440 || midnight ? this.day(minute) : this.hour(minute)});
      }
      return all;
    }
    const months = Math.max(1, Math.ceil(wanted / (31 * 1440)));
    const first = this.date(from);
    for (let i = 0; i < 1200; i += months) {
      const utc = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1 + i, 1);
      const rough = (utc - this.start) / 60_000;
      const minute = rough - this.offset(rough);
      if (minute > until) break;
      const month = MONTHS[new Date(utc).getUTCMonth()]!;
      all.push({minute, label: month === 'Jan' ? `${month} ${new Date(utc).getUTCFullYear()}` : month});
    }
    return all;
  }
}

/** Okabe and Ito 2008: told apart with every kind of colour vision. */
const CATEGORIES = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#d55e00', '#56b4e9', '#b8a800', '#7a6fae'];
export const OTHER = '#9aa0a6';
export const category = (i: number) => CATEGORIES[i] ?? OTHER;

/** From little to much, dark blue over grey to yellow: even in lightness (after Nuñez, Anderton, Renslow 2018). */
const SCALE: [number, number, number][] = [[28, 84, 148], [72, 100, 128], [110, 115, 115], [160, 145, 102], [211, 178, 74], [250, 214, 30]];
const DARKEST = .22;  // of the scale, that is seen on a dark ground
export const isDark = () => {
  const theme = document.documentElement.dataset['theme'];
  return theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
};
export function heat(share: number): string {
  const from = isDark() ? DARKEST : 0;
  const x = (from + Math.min(Math.max(share, 0), 1) * (1 - from)) * (SCALE.length - 1);
  const i = Math.min(Math.floor(x), SCALE.length - 2);
  const mix = (k: 0 | 1 | 2) => Math.round(SCALE[i]![k] + (SCALE[i + 1]![k] - SCALE[i]![k]) * (x - i));
  return `rgb(${mix(0)},${mix(1)},${mix(2)})`;
}
