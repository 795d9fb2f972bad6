import { fill, h, type Child } from "./dom";
import type { FindingItem, OfferDetail, OfferItem, Opinion } from "./protocol";
import { showText } from "./show-text";
import type { PanelState } from "./state";
import { whenChanged, type Actions, type View } from "./view";
import { signOf } from "./words";

/** One tool with everything it says, what is wrong with it, and what its code does. */
export function createDetailView(actions: Actions): View {
  const element = h("div", { class: "detail", tabindex: 0, role: "region", "aria-label": "Details" });
  const draw = whenChanged(
    (state) => {
      const offer = state.offer === undefined ? undefined : state.view?.offers[state.offer];
      element.scrollTop = 0;
      fill(element, offer === undefined ? h("p", { class: "empty" }, "Choose a tool to see all of it.") : details(offer, state, actions));
    },
    ({ view }) => view,
    ({ offer }) => offer,
    ({ detail }) => detail,
    ({ opinion }) => opinion,
  );
  return { element, update: draw };
}

function details(offer: OfferItem, { view, detail, opinion }: PanelState, { send }: Actions): Child {
  const server = view?.id ?? "";
  const findings = (view?.findings ?? []).filter((finding) => finding.offer === offer.id);
  const link = (text: string, onclick: () => void): HTMLElement => h("button", { type: "button", class: "link", onclick }, text);
  return [
    h("h2", {}, offer.name === "" ? h("em", {}, "no name") : showText(offer.name)),
    offer.title !== undefined && h("p", { class: "quiet" }, showText(offer.title)),
    h(
      "div",
      { class: "links" },
      offer.hasSource && link(detail?.source === undefined ? "Go to its source" : `Go to ${detail.source}`, () => send({ type: "openSource", server, offer: offer.id })),
      offer.isChanged && link("Show what changed", () => send({ type: "showChange", server, offer: offer.id })),
      offer.isChanged && link("Accept the change", () => send({ type: "acceptChange", server, offer: offer.id })),
      view?.hasModel === true && link("Ask my language model…", () => send({ type: "askModel", server, offer: offer.id })),
    ),
    findings.length > 0 && [h("h3", {}, "What it says"), h("ul", { class: "findings" }, findings.map((finding) => h("li", {}, liveFinding(finding))))],
    detail === undefined ? h("p", { class: "quiet" }, "…") : said(detail, send),
    opinion !== undefined && showOpinion(opinion),
  ];
}

function liveFinding({ severity, message, field, evidence, check }: FindingItem): HTMLElement {
  return h(
    "article",
    { class: `finding ${severity}` },
    h("p", { class: "message" }, h("span", { class: `sign ${severity}`, "aria-label": severity, role: "img" }, signOf(severity)), " ", showText(message), " ", h("span", { class: "tag" }, check)),
    field !== undefined && h("p", { class: "place" }, h("code", {}, showText(field))),
    evidence !== undefined && evidence !== "" && h("blockquote", {}, showText(evidence)),
  );
}

function said(detail: OfferDetail, send: Actions["send"]): Child {
  const { description, parameters, annotations, raw, codeFindings, server, id } = detail;
  return [
    codeFindings.length > 0 && [
      h("h3", {}, "What its code does"),
      h("ul", { class: "findings" }, codeFindings.map(({ rule, severity, message, place }, index) => h("li", {}, h("article", { class: `finding ${severity}` }, h("p", { class: "message" }, h("span", { class: `sign ${severity}`, "aria-label": severity, role: "img" }, signOf(severity)), " ", showText(message), " ", h("span", { class: "tag" }, rule)), h("button", { type: "button", class: "link", onclick: () => send({ type: "openCode", server, offer: id, index }) }, showText(place)))))),
    ],
    h("h3", {}, "Description"),
    description === undefined || description === "" ? h("p", { class: "quiet" }, "none") : h("div", { class: "words" }, showText(description)),
    parameters.length > 0 && [
      h("h3", {}, "Parameters"),
      h(
        "table",
        {},
        h("thead", {}, h("tr", {}, ["Name", "Type", "Description"].map((text) => h("th", { scope: "col" }, text)))),
        h("tbody", {}, parameters.map(({ name, type, isRequired, description: words }) => h("tr", {}, h("td", {}, h("code", {}, showText(name)), isRequired && h("span", { class: "quiet" }, " required")), h("td", {}, showText(type)), h("td", { class: "words" }, showText(words))))),
      ),
    ],
    annotations.length > 0 && [h("h3", {}, "What else it says of itself"), h("dl", {}, annotations.map(({ name, value }) => [h("dt", {}, showText(name)), h("dd", {}, h("code", {}, showText(value)))]))],
    h("details", {}, h("summary", {}, "All of it, as it came"), h("pre", { tabindex: 0 }, showText(raw))),
  ];
}

/** Never to be taken for a finding of ours: another machine said it, and may have been talked into it by what it was shown. */
function showOpinion({ model, state, text }: Opinion): Child {
  return h(
    "aside",
    { class: "opinion", "aria-label": "Opinion of a language model" },
    h("h3", {}, `Opinion of ${model}`),
    h("p", { class: "quiet" }, "Your own language model said this, not Portcullis. It has read the server's words and may have been misled by them; it changes no finding and no score."),
    h("div", { class: "words" }, state === "asking" && text === "" ? "Asking…" : showText(text)),
  );
}
