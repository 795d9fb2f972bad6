import { fill, h, type Child } from "./dom";
import type { PinView, ServerItem, ServerView } from "./protocol";
import { gradeOf } from "./servers-view";
import { showText } from "./show-text";
import { whenChanged, type Actions, type View } from "./view";
import { counted, sayCounts, sayWhen } from "./words";

/** The chosen server: its name, how it is reached, its score and what can be done. */
export function createHeaderView({ send }: Actions): View {
  const element = h("header", {});
  const draw = whenChanged(
    ({ servers, selected, view }) => {
      const server = servers.find(({ id }) => id === selected);
      const focused = element.contains(document.activeElement) ? document.activeElement?.id : undefined;
      fill(element, server === undefined ? h("p", { class: "empty" }, "No server has been audited yet. Run “Portcullis: Audit MCP Server…”.") : [title(server), progress(server), view !== undefined && summary(view), buttons(server, view, send)]);
      if (focused !== undefined && focused !== "") document.getElementById(focused)?.focus();
    },
    ({ servers }) => servers,
    ({ selected }) => selected,
    ({ view }) => view,
  );
  return { element, update: draw };
}

function title({ name, target }: ServerItem): Child {
  return [h("h1", {}, showText(name)), target !== undefined && target !== name && h("p", { class: "target" }, h("code", {}, showText(target)))];
}

/** Announced by the panel's own live region; this is for eyes. */
function progress({ state }: ServerItem): Child {
  if (state.kind === "running" || state.kind === "waiting") return h("div", { class: "progress" }, h("div", { class: "bar", role: "progressbar", "aria-label": "Audit" }), h("span", {}, state.kind === "running" ? showText(state.text) : "Waiting…"));
  if (state.kind === "failed") return h("p", { class: "failure" }, "The audit failed: ", showText(state.reason));
  return state.kind === "cancelled" && h("p", { class: "failure" }, "The audit was cancelled.");
}

function summary({ score, findings, suppressed, offers, unreachable, pin, source }: ServerView): Child {
  const counts = { error: 0, warning: 0, note: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  const facts = [
    unreachable === undefined ? sayCounts(counts) : undefined,
    suppressed.length > 0 ? `${counted(suppressed.length, "finding")} suppressed` : undefined,
    unreachable === undefined ? sayOffers(offers) : undefined,
    sayPin(pin),
    source && `${source.found} of ${counted(source.of, "tool")} registered in this workspace`,
  ].filter((fact) => fact !== undefined);
  return [
    unreachable !== undefined && h("p", { class: "failure" }, "Not reached: ", showText(unreachable)),
    h(
      "div",
      { class: "score" },
      h("p", { class: `grade ${gradeOf(score.value)}` }, h("strong", {}, String(score.value)), h("span", {}, " of 100")),
      h("div", {}, h("p", {}, facts.join(" · ")), score.deductions.length > 0 && deductions(score.deductions)),
    ),
  ];
}

function sayOffers(offers: ServerView["offers"]): string {
  const tools = offers.filter(({ kind }) => kind === "tool").length;
  const others = offers.length - tools;
  return others === 0 ? counted(tools, "tool") : `${counted(tools, "tool")}, ${counted(others, "prompt or resource", "prompts and resources")}`;
}

function deductions(all: ServerView["score"]["deductions"]): Child {
  return h(
    "details",
    {},
    h("summary", {}, "How the score is made up"),
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Reason"), h("th", { scope: "col", class: "number" }, "Points"))),
      h("tbody", {}, h("tr", {}, h("td", {}, "Every server begins with"), h("td", { class: "number" }, "100")), all.map(({ reason, points }) => h("tr", {}, h("td", {}, showText(reason)), h("td", { class: "number" }, `−${points}`)))),
    ),
  );
}

function sayPin(pin: PinView): string {
  switch (pin.kind) {
    case "none":
      return "not pinned";
    case "same":
      return `as pinned on ${sayWhen(pin.when)}`;
    case "changed":
      return `${counted(pin.changed, "change")} since it was pinned on ${sayWhen(pin.when)}`;
  }
}

function buttons({ id, state }: ServerItem, view: ServerView | undefined, send: Actions["send"]): HTMLElement {
  const isBusy = state.kind === "running" || state.kind === "waiting";
  const isKnown = view !== undefined && view.unreachable === undefined;
  const button = (type: "audit" | "cancel" | "pin" | "drift" | "export" | "remove", text: string, isPrimary = false): HTMLElement => h("button", { type: "button", id: `do-${type}`, class: isPrimary ? "primary" : "secondary", onclick: () => send({ type, server: id }) }, text);
  return h(
    "div",
    { class: "buttons", role: "group", "aria-label": "Actions" },
    isBusy ? button("cancel", "Cancel", true) : button("audit", "Audit Again", true),
    isKnown && view.pin.kind === "changed" && button("drift", "Show Drift"),
    isKnown && button("pin", view.pin.kind === "none" ? "Pin This Server" : "Pin Anew"),
    view !== undefined && button("export", "Export Report"),
    !isBusy && button("remove", "Remove from List"),
  );
}
