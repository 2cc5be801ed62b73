/** Building the page. Data becomes text nodes and attributes, never markup. */

type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | number | boolean | ((event: any) => void) | undefined>;

function fill(element: Element, attributes: Attributes, children: Child[]) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name, value);
    else element.setAttribute(name, String(value));
  }
  for (const child of children) if (child) element.append(child);
}

export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]) {
  const element = document.createElement(tag);
  fill(element, attributes, children);
  return element;
}

export function s<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  fill(element, attributes, children);
  return element;
}

export const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export interface Column { name: string; number?: boolean }
export type Cell = string | number;

/** As RFC 4180 has it, safe from formulas (CWE-1236). */
export function csv(columns: Column[], rows: Cell[][]): string {
  const text = (cell: Cell) => {
    if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
    const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [columns.map(c => c.name), ...rows].map(row => row.map(text).join(',')).join('\n') + '\n';
}

export function download(name: string, text: string) {
  const link = h('a', {href: URL.createObjectURL(new Blob([text], {type: 'text/csv'})), download: name});
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** A chart's numbers: folded away, made when they are first asked for. */
export function behind(name: string, columns: Column[], rows: () => Cell[][]): HTMLElement {
  const shown = 200;
  const body = h('div', {class: 'table'});
  const fold = h('details', {class: 'behind'},
    h('summary', {}, 'Numbers'),
    h('button', {type: 'button', class: 'quiet', click: () => download(`${name}.csv`, csv(columns, rows()))}, 'Download CSV'),
    body);
  fold.addEventListener('toggle', () => {
    if (!fold.open) return;
    const all = rows();
    body.replaceChildren(table(columns, all.slice(0, shown)),
      all.length > shown ? h('p', {class: 'note'}, `${shown} of ${all.length} rows; the CSV has all.`) : '');
  });
  return fold;
}

/** `kind`, if given, is the class of a row. */
export function table(columns: Column[], rows: Cell[][], kind?: (row: Cell[]) => string): HTMLElement {
  const cell = (tag: 'th' | 'td', column: Column, value: Cell) =>
    h(tag, {class: column.number ? 'number' : undefined, ...(tag === 'th' ? {scope: 'col'} : {})}, typeof value === 'number' && !Number.isFinite(value) ? '' : String(value));
  return h('table', {},
    h('thead', {}, h('tr', {}, ...columns.map(c => cell('th', c, c.name)))),
    h('tbody', {}, ...rows.map(row => h('tr', {class: kind?.(row)}, ...row.map((value, i) => cell('td', columns[i]!, value))))));
}

export function choice<T extends string>(label: string, options: [T, string][], chosen: T, change: (value: T) => void) {
  const select = h('select', {change: () => change(select.value as T)},
    ...options.map(([value, text]) => h('option', {value, selected: value === chosen}, text)));
  select.value = chosen;
  return {field: h('label', {class: 'field'}, h('span', {}, label), select), select};
}

/** One of a few, as buttons beside each other. */
export function toggle<T extends string>(label: string, options: [T, string][], chosen: T, change: (value: T) => void) {
  const buttons = options.map(([value, text]) => h('button', {
    type: 'button', 'aria-pressed': value === chosen, click: () => {
      buttons.forEach((b, i) => b.setAttribute('aria-pressed', String(options[i]![0] === value)));
      change(value);
    }}, text));
  return h('div', {class: 'toggle', role: 'group', 'aria-label': label}, ...buttons);
}

const NARROWEST = 300;
const WIDEST = 1120;

/** Draws now, and again when there is more or less room or other light; `draw` is told how wide a picture may be. */
export function fitted(host: HTMLElement, draw: (width: number) => void): () => void {
  let width = WIDEST;
  const again = () => draw(width);
  new ResizeObserver(() => {
    const room = Math.max(NARROWEST, Math.min(WIDEST, host.clientWidth));
    if (!host.clientWidth || Math.abs(room - width) < 4) return;
    width = room;
    again();
  }).observe(host);
  addEventListener('theme', again);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
  again();
  return again;
}

/** What is told of a row stands before it where there is room, else over it. */
export interface Rows { stacked: boolean; left: number; height: number; text: number; bar: number }
export const rowsFor = (width: number, left: number): Rows =>
  width < 500 ? {stacked: true, left: 2, height: 38, text: 13, bar: 28} : {stacked: false, left, height: 25, text: 17, bar: 13};
/** About so many letters fit. */
export const letters = (room: number) => Math.max(8, Math.floor(room / 6.6));
/** A text that may be cut, and told in full where the pointer rests on it. */
export function cut(attributes: Attributes, text: string, most: number) {
  const shown = s('text', attributes, text.length > most ? text.slice(0, most - 1) + '…' : text);
  if (text.length > most) shown.append(s('title', {}, text));
  return shown;
}

/** Colours and what they mean. */
export const legend = (entries: [string, string][]) =>
  h('ul', {class: 'legend'}, ...entries.map(([fill, text]) => {
    const swatch = h('span', {class: 'swatch', 'aria-hidden': true});
    swatch.style.background = fill;
    return h('li', {}, swatch, text);
  }));

/** A note that follows the pointer over `host`. */
export class Tip {
  private box = h('div', {class: 'tip', role: 'status'});
  constructor(private host: HTMLElement) { host.append(this.box); this.hide(); }
  show(x: number, y: number, lines: string[]) {
    this.box.replaceChildren(...lines.map((line, i) => h(i ? 'div' : 'strong', {}, line)));
    this.box.hidden = false;
    const {width, height} = this.box.getBoundingClientRect();
    this.box.style.left = `${Math.max(0, Math.min(x + 14, this.host.clientWidth - width))}px`;
    this.box.style.top = `${Math.max(0, y + 16 + height > this.host.clientHeight ? y - height - 10 : y + 16)}px`;
  }
  hide() { this.box.hidden = true; }
}
