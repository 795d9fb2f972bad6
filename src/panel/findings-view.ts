import { fill, h, type Child } from "./dom";
import type { FindingItem, SuppressedItem } from "./protocol";
import { showText } from "./show-text";
import { allLevels, categoriesIn, chooseOffer, shownFindings, without, type PanelState } from "./state";
import { whenChanged, type Actions, type View } from "./view";
import { plainText } from "./visible-text";
import { counted, signOf } from "./words";

/** Findings drawn at once; a hostile server can bring about thousands, and the worst come first. */
const AT_ONCE = 200;

/** What is wrong, worst first, with the words that show it. */
export function createFindingsView(actions: Actions): View {
  const filters = h("div", { class: "filters", role: "group", "aria-label": "Filter findings" });
  const list = h("div", {});
  const element = h("section", {}, filters, list);
  const drawFilters = whenChanged((state) => fill(filters, levelFilters(state, actions), categoryFilter(state, actions)), ({ view }) => view, ({ levels }) => levels, ({ category }) => category);
  const drawList = whenChanged((state) => drawFindings(list, state, actions), ({ view }) => view, ({ query }) => query, ({ levels }) => levels, ({ category }) => category);
  return {
    element,
    update(state) {
      drawFilters(state);
      drawList(state);
    },
  };
}

function levelFilters({ levels, view }: PanelState, { change }: Actions): Child {
  return allLevels.map((level) => {
    const count = (view?.findings ?? []).filter(({ severity }) => severity === level).length;
    const toggle = (event: Event): void => {
      const isOn = event.target instanceof HTMLInputElement && event.target.checked;
      change((state) => ({ ...state, levels: new Set(allLevels.filter((each) => (each === level ? isOn : state.levels.has(each)))) }));
    };
    return h("label", { class: `level ${level}` }, h("input", { type: "checkbox", checked: levels.has(level), onchange: toggle }), ` ${signOf(level)} ${counted(count, level)}`);
  });
}

function categoryFilter({ view, category }: PanelState, { change }: Actions): Child {
  const all = categoriesIn(view);
  if (all.length < 2) return undefined;
  const choose = (event: Event): void => {
    const value = event.target instanceof HTMLSelectElement ? event.target.value : "";
    change((state) => (value === "" ? without(state, ["category"]) : { ...state, category: value }));
  };
  return h("label", {}, "Category ", h("select", { onchange: choose }, h("option", { value: "" }, "all"), all.map(({ name, count }) => h("option", { value: name, selected: name === category }, `${name} (${count})`))));
}

function drawFindings(list: HTMLElement, state: PanelState, actions: Actions): void {
  const found = shownFindings(state);
  const suppressed = state.view?.suppressed ?? [];
  const all = state.view?.findings.length ?? 0;
  const nothing = state.view === undefined ? "" : all > 0 ? "No finding matches the filters." : state.view.unreachable === undefined ? "Nothing was found." : "The server was not reached, so nothing is known of it.";
  const items = h("ul", { class: "findings", "aria-label": "Findings" });
  const more = (from: number): void => {
    items.append(...found.slice(from, from + AT_ONCE).map((finding) => h("li", {}, card(finding, state.view?.id ?? "", actions))));
    const next = from + AT_ONCE;
    if (next >= found.length) return;
    const button = h("button", { type: "button", class: "secondary", onclick: () => {
      row.remove();
      more(next);
    } }, `Show more (${counted(found.length - next, "finding")} left)`);
    const row = h("li", {}, button);
    items.append(row);
  };
  more(0);
  fill(list, found.length === 0 ? h("p", { class: "empty" }, nothing) : items, suppressed.length > 0 && suppressedList(suppressed, state.view?.id ?? "", actions));
  if (state.view !== undefined && (state.query !== "" || found.length !== all)) actions.announce(`${counted(found.length, "finding")} shown`);
}

function card(finding: FindingItem, server: string, { send, change }: Actions): HTMLElement {
  const { offer } = finding;
  return h(
    "article",
    { class: `finding ${finding.severity}`, "aria-label": `${finding.severity}: ${plainText(finding.message)}` },
    head(finding),
    place(finding),
    evidence(finding),
    h(
      "div",
      { class: "links" },
      offer !== undefined && h("button", { type: "button", class: "link", onclick: () => {
        change((state) => ({ ...chooseOffer(state, offer), tab: "offers" }));
        send({ type: "offer", server, offer });
      } }, "Show the tool"),
      h("button", { type: "button", class: "link", onclick: () => send({ type: "explain", check: finding.check }) }, "Explain"),
      h("button", { type: "button", class: "link", onclick: () => send({ type: "suppress", server, finding: finding.id }) }, "Suppress…"),
    ),
  );
}

function head({ severity, message, check, category, confidence }: FindingItem): HTMLElement {
  return h("p", { class: "message" }, h("span", { class: `sign ${severity}`, "aria-hidden": "true" }, signOf(severity)), " ", showText(message), " ", h("span", { class: "tag" }, check), " ", h("span", { class: "quiet" }, `${category} · ${confidence} confidence`));
}

function place({ tool, field }: FindingItem): Child {
  if (tool === undefined && field === undefined) return undefined;
  return h("p", { class: "place" }, tool !== undefined && h("code", {}, showText(tool)), tool !== undefined && field !== undefined && " › ", field !== undefined && h("code", {}, showText(field)));
}

function evidence({ evidence: words }: FindingItem): Child {
  return words !== undefined && words !== "" && h("blockquote", { "aria-label": "The server's own words" }, showText(words));
}

function suppressedList(suppressed: readonly SuppressedItem[], server: string, { send }: Actions): HTMLElement {
  const restore = (finding: number) => h("button", { type: "button", class: "link", onclick: () => send({ type: "unsuppress", server, finding }) }, "Report it again");
  return h(
    "details",
    { class: "suppressed" },
    h("summary", {}, `${counted(suppressed.length, "finding")} suppressed`),
    h("ul", { class: "findings" }, suppressed.map((item) => h("li", {}, h("article", { class: "finding" }, head(item), place(item), evidence(item), h("p", {}, "Reason: ", showText(item.reason)), restore(item.id))))),
  );
}
