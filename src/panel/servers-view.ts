import { fill, h } from "./dom";
import type { ServerItem } from "./protocol";
import { showText } from "./show-text";
import { whenChanged, type Actions, type View } from "./view";
import { plainText } from "./visible-text";
import { sayState, signOf } from "./words";

/** The servers that were audited; shown where there is more than one. */
export function createServersView({ send }: Actions): View {
  const element = h("nav", { class: "servers", "aria-label": "Audited servers" });
  const draw = whenChanged(
    ({ servers, selected }) => {
      element.hidden = servers.length < 2;
      const focused = element.contains(document.activeElement) ? document.activeElement?.id : undefined;
      fill(element, h("ul", {}, servers.map((server) => h("li", {}, entry(server, server.id === selected, () => send({ type: "select", server: server.id }))))));
      if (focused !== undefined) document.getElementById(focused)?.focus();
    },
    ({ servers }) => servers,
    ({ selected }) => selected,
  );
  return { element, update: draw };
}

function entry(server: ServerItem, isCurrent: boolean, choose: () => void): HTMLElement {
  const { name, state, score, counts, id } = server;
  return h(
    "button",
    { type: "button", class: "server", id: `server-${id}`, "aria-current": isCurrent ? "true" : undefined, "aria-label": `${plainText(name)}: ${plainText(sayState(server))}`, onclick: choose },
    h("span", { class: "name" }, showText(name)),
    state.kind === "done"
      ? h("span", { class: "state" }, (["error", "warning"] as const).map((level) => (counts?.[level] ?? 0) > 0 && h("span", { class: `level ${level}` }, `${signOf(level)} ${counts?.[level] ?? 0} `)), h("span", { class: `grade ${gradeOf(score ?? 0)}` }, String(score ?? 0)))
      : h("span", { class: "state" }, showText(sayState(server))),
  );
}

/** How a score is coloured. */
export function gradeOf(score: number): "good" | "fair" | "bad" {
  if (score >= 90) return "good";
  return score >= 60 ? "fair" : "bad";
}
