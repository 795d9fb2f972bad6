import { fill, h, type Child } from "./dom";
import { createDetailView } from "./detail-view";
import type { OfferItem } from "./protocol";
import { showText } from "./show-text";
import { allLevels, capabilitiesIn, chooseOffer, shownOffers, without, type PanelState } from "./state";
import { whenChanged, type Actions, type View } from "./view";
import { createVirtualList } from "./virtual-list";
import { plainText } from "./visible-text";
import { counted, sayCounts, signOf } from "./words";

/** A held arrow key passes many rows; only where it stops are the details asked for. */
const REST_MS = 60;

/** The tools, prompts and resources, with the details of one of them beside the list. */
export function createOffersView(actions: Actions): View {
  const { send, change, announce } = actions;
  let server = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  const list = createVirtualList<OfferItem>({
    label: "Tools, prompts and resources",
    empty: "Nothing matches.",
    row,
    say,
    onActive({ id }) {
      clearTimeout(timer);
      timer = setTimeout(() => send({ type: "offer", server, offer: id }), REST_MS);
      change((state) => chooseOffer(state, id));
    },
  });
  const filters = h("div", { class: "filters", role: "group", "aria-label": "Filter tools" });
  const detail = createDetailView(actions);
  const element = h("section", { class: "offers" }, filters, h("div", { class: "split" }, list.element, detail.element));
  const drawFilters = whenChanged((state) => fill(filters, capabilityFilter(state, actions)), ({ view }) => view, ({ capability }) => capability);
  const choose = whenChanged(
    (state) => {
      server = state.view?.id ?? "";
      const shown = shownOffers(state);
      items = shown;
      if (state.view !== undefined && (state.query !== "" || state.capability !== undefined)) announce(`${counted(shown.length, "offer")} shown`);
    },
    ({ view }) => view,
    ({ query }) => query,
    ({ capability }) => capability,
  );
  let items: readonly OfferItem[] = [];
  return {
    element,
    update(state) {
      drawFilters(state);
      choose(state);
      list.update(items, state.offer === undefined ? undefined : state.view?.offers[state.offer]);
      detail.update(state);
    },
  };
}

function capabilityFilter({ view, capability }: PanelState, { change }: Actions): Child {
  const all = capabilitiesIn(view);
  if (all.length === 0) return undefined;
  const choose = (event: Event): void => {
    const value = event.target instanceof HTMLSelectElement ? event.target.value : "";
    change((state) => (value === "" ? without(state, ["capability"]) : { ...state, capability: value }));
  };
  return h("label", {}, "Capability ", h("select", { onchange: choose }, h("option", { value: "" }, "all"), all.map(({ name, count }) => h("option", { value: name, selected: name === capability }, `${name} (${count})`))));
}

function row({ name, kind, title, summary, counts, capabilities, hasSource, isChanged }: OfferItem): Child {
  return [
    h(
      "div",
      { class: "first" },
      h("span", { class: "name" }, name === "" ? h("em", {}, "no name") : showText(name)),
      kind !== "tool" && h("span", { class: "tag" }, kind),
      isChanged && h("span", { class: "tag changed" }, "changed"),
      hasSource && h("span", { class: "tag" }, "source"),
      allLevels.map((level) => counts[level] > 0 && h("span", { class: `level ${level}` }, `${signOf(level)} ${counts[level]}`)),
    ),
    h("div", { class: "second" }, capabilities.length > 0 && h("span", { class: "capabilities" }, `${capabilities.join(", ")} `), showText(title ?? summary)),
  ];
}

function say({ name, kind, counts, capabilities, isChanged }: OfferItem): string {
  return [`${kind} ${plainText(name)}`, sayCounts(counts), ...(isChanged ? ["changed since the pin"] : []), ...capabilities].join(", ");
}
