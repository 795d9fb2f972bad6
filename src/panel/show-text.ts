import { h } from "./dom";
import { piecesOf } from "./visible-text";

/** Longer texts are shown up to here, with a button for the rest: a megabyte of text makes any page slow. */
const LONGEST = 6_000;

/** Shows the words of a server exactly: as text nodes, with boxes in the place of what can't be seen. */
export function showText(text: string): HTMLElement {
  const shown = h("span", { class: "said", dir: "ltr" });
  put(shown, text.slice(0, LONGEST));
  if (text.length <= LONGEST) return shown;
  const rest = text.length - LONGEST;
  const more = h("button", { class: "link", type: "button", onclick: () => {
    more.remove();
    put(shown, text.slice(LONGEST));
  } }, `Show ${rest.toLocaleString("en")} more characters`);
  return h("span", {}, shown, " ", more);
}

function put(element: HTMLElement, text: string): void {
  for (const piece of piecesOf(text)) {
    if (piece.kind === "text") element.append(piece.text);
    else element.append(h("span", { class: "unseen", role: "img", "aria-label": piece.says, title: piece.says }, piece.text));
  }
}
