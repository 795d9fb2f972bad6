import { fill, h, type Child } from "./dom";

/** A list of which only the rows in sight exist; a screen reader is told how many there are and where each stands. */
export interface VirtualList<T> {
  readonly element: HTMLElement;
  /** Shows other items. Redraws nothing where both are as before. */
  update(items: readonly T[], active: T | undefined): void;
}

/** How rows are made. */
export interface VirtualListOptions<T> {
  readonly label: string;
  /** Makes what a row holds. */
  row(item: T): Child;
  /** What a screen reader says of a row. */
  say(item: T): string;
  /** A person has moved to an item. */
  onActive(item: T): void;
  /** What is said where there are no items. */
  readonly empty: string;
}

/** Of every row, in pixels: a height that all rows have is what lets their places be known without drawing them. */
const ROW = 44;

/** Rows drawn beyond both edges, so that scrolling does not show gaps. */
const BEYOND = 8;

/** Rows of a list of no known height, as before its first layout. */
const FIRST_ROWS = 30;

/** Makes a list; it takes the focus as a whole, and the arrow keys move in it. */
export function createVirtualList<T>(options: VirtualListOptions<T>): VirtualList<T> {
  const { label, onActive, empty } = options;
  let items: readonly T[] = [];
  let active = -1;
  let drawn = "";
  const rows = h("div", { class: "rows" });
  const element = h("div", { class: "list", role: "listbox", tabindex: 0, "aria-label": label }, rows);

  const draw = (): void => {
    const visible = element.clientHeight === 0 ? FIRST_ROWS : Math.ceil(element.clientHeight / ROW);
    const from = Math.max(0, Math.floor(element.scrollTop / ROW) - BEYOND);
    const to = Math.min(items.length, from + visible + 2 * BEYOND);
    const now = `${from}-${to}-${active}`;
    if (now === drawn) return;
    drawn = now;
    fill(rows, items.slice(from, to).map((item, offset) => drawRow(item, from + offset)));
    const current = active >= from && active < to ? idOf(active) : undefined;
    if (current === undefined) element.removeAttribute("aria-activedescendant");
    else element.setAttribute("aria-activedescendant", current);
  };
  const drawRow = (item: T, index: number): HTMLElement => makeRow(options, item, { id: idOf(index), index, count: items.length, isActive: index === active, choose: () => move(index) });
  const idOf = (index: number): string => `${label.toLowerCase().replace(/\W+/g, "-")}-${index}`;
  const move = (to: number): void => {
    const next = Math.max(0, Math.min(items.length - 1, to));
    const item = items[next];
    if (item === undefined) return;
    active = next;
    reveal(next);
    draw();
    onActive(item);
  };
  const reveal = (index: number): void => {
    if (index * ROW < element.scrollTop) element.scrollTop = index * ROW;
    else if ((index + 1) * ROW > element.scrollTop + element.clientHeight) element.scrollTop = (index + 1) * ROW - element.clientHeight;
  };
  element.addEventListener("scroll", draw);
  element.addEventListener("keydown", (event) => {
    const target = targetOf(event.key, active, items.length, Math.max(1, Math.floor(element.clientHeight / ROW) - 1));
    if (target === undefined) return;
    event.preventDefault();
    move(target);
  });
  if (typeof ResizeObserver !== "undefined") new ResizeObserver(draw).observe(element);

  return {
    element,
    update(next, activeItem) {
      const index = activeItem === undefined ? -1 : next.indexOf(activeItem);
      if (next === items && index === active) return;
      if (next !== items) {
        items = next;
        rows.style.height = `${next.length * ROW}px`;
        // Otherwise a list that has become short is drawn where it was scrolled to before, which is beyond its end.
        element.scrollTop = 0;
        element.dataset["empty"] = next.length === 0 ? empty : "";
      }
      active = index;
      drawn = "";
      if (index >= 0) reveal(index);
      draw();
    },
  };
}

interface RowParts {
  readonly id: string;
  readonly index: number;
  readonly count: number;
  readonly isActive: boolean;
  choose(): void;
}

function makeRow<T>({ row, say }: VirtualListOptions<T>, item: T, { id, index, count, isActive, choose }: RowParts): HTMLElement {
  const made = h("div", { class: "row", id, role: "option", "aria-selected": String(isActive), "aria-setsize": count, "aria-posinset": index + 1, "aria-label": say(item), onclick: choose }, row(item));
  made.style.top = `${index * ROW}px`; // A style attribute is what the content security policy forbids.
  return made;
}

/** Where a key leads to; undefined for keys that lead nowhere. */
export function targetOf(key: string, active: number, count: number, page: number): number | undefined {
  switch (key) {
    case "ArrowDown":
      return active + 1;
    case "ArrowUp":
      return active < 0 ? count - 1 : active - 1;
    case "PageDown":
      return active + page;
    case "PageUp":
      return active - page;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
