import type { CheckOutcome } from "../audit/audit";
import { fill, h, type Child } from "./dom";
import type { ServerView } from "./protocol";
import { showText } from "./show-text";
import { whenChanged, type Actions, type View } from "./view";

/** What each check has come to: passed, failed, or could not be done and why. */
export function createChecksView({ send }: Actions): View {
  const element = h("section", {});
  const draw = whenChanged(({ view }) => fill(element, view !== undefined && table(view.outcomes, send)), ({ view }) => view);
  return { element, update: draw };
}

/** What the server says of itself as a whole, what was cut short, and what it wrote to stderr. */
export function createAboutView(): View {
  const element = h("section", {});
  const draw = whenChanged(({ view }) => fill(element, view !== undefined && about(view)), ({ view }) => view);
  return { element, update: draw };
}

const statuses: Readonly<Record<CheckOutcome["status"], string>> = { passed: "✔ passed", failed: "✖ failed", "not-done": "– not done" };

function table(outcomes: readonly CheckOutcome[], send: Actions["send"]): Child {
  if (outcomes.length === 0) return h("p", { class: "empty" }, "No check was run.");
  return h(
    "table",
    {},
    h("thead", {}, h("tr", {}, ["Check", "Category", "Status", ""].map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", {}, outcomes.map(({ check, category, status, reason }) => h("tr", {}, h("th", { scope: "row" }, check), h("td", {}, category), h("td", { class: `status ${status}` }, statuses[status], reason !== undefined && [": ", showText(reason)]), h("td", {}, h("button", { type: "button", class: "link", "aria-label": `Explain ${check}`, onclick: () => send({ type: "explain", check }) }, "Explain"))))),
  );
}

function about({ facts, instructions, limits, stderr }: ServerView): Child {
  return [
    facts.length > 0 && h("dl", {}, facts.map(({ label, value }) => [h("dt", {}, label), h("dd", {}, showText(value))])),
    instructions !== undefined && [h("h2", {}, "Instructions to the model"), h("div", { class: "words" }, showText(instructions))],
    limits.length > 0 && [h("h2", {}, "What breaks the protocol, or was cut short"), h("ul", {}, limits.map((limit) => h("li", {}, showText(limit))))],
    stderr !== undefined && stderr !== "" && [h("h2", {}, "What it wrote to stderr"), h("pre", { tabindex: 0 }, showText(stderr))],
    facts.length === 0 && instructions === undefined && limits.length === 0 && (stderr ?? "") === "" && h("p", { class: "empty" }, "Nothing is known of the server as a whole."),
  ];
}
