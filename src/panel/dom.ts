/** What an element is made of beside its children: attributes by name, and what happens at events. */
export interface Props {
  readonly [name: string]: string | number | boolean | undefined | ((event: Event) => void);
}

/** A child: text is always text, never markup. */
export type Child = Node | string | undefined | false | readonly Child[];

/**
 * Makes an element. Attributes that are undefined or false are left away; `onclick` and the like become listeners.
 * There is no way to hand over markup: whatever a server says ends as a text node or as the value of an attribute.
 */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: readonly Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  append(element, children);
  return element;
}

/** Puts new children in the place of all old ones. */
export function fill(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren();
  append(element, children);
}

function append(element: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === undefined || child === false) continue;
    if (isList(child)) append(element, child);
    else element.append(child);
  }
}

function isList(child: Child): child is readonly Child[] {
  return Array.isArray(child);
}
