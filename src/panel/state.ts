import type { Severity } from "../base/finding";
import type { FindingItem, OfferDetail, OfferItem, Opinion, ServerItem, ServerView, ToPanel } from "./protocol";

/** The parts of a server that are shown one at a time. */
export const tabs = ["findings", "offers", "checks", "about"] as const;

/** One of them. */
export type Tab = (typeof tabs)[number];

/** All levels, worst first. */
export const allLevels: readonly Severity[] = ["error", "warning", "note"];

/** Everything the panel shows; replaced, never changed. */
export interface PanelState {
  readonly servers: readonly ServerItem[];
  readonly selected?: string;
  readonly view?: ServerView;
  readonly tab: Tab;
  /** What is searched for. */
  readonly query: string;
  /** Findings of these levels are shown. */
  readonly levels: ReadonlySet<Severity>;
  /** The only category whose findings, or the only capability whose tools, are shown. */
  readonly category?: string;
  readonly capability?: string;
  /** The offer that a person looks at. */
  readonly offer?: number;
  readonly detail?: OfferDetail;
  readonly opinion?: Opinion;
}

/** The state before anything has arrived. */
export const emptyState: PanelState = { servers: [], tab: "findings", query: "", levels: new Set(allLevels) };

/** The state after a message of the extension host. */
export function receive(state: PanelState, message: ToPanel): PanelState {
  switch (message.type) {
    case "servers": {
      const isOther = message.selected !== state.selected;
      const kept = isOther ? withoutServer(state) : state;
      return { ...kept, servers: message.servers, ...(message.selected === undefined ? {} : { selected: message.selected }) };
    }
    case "server": {
      if (message.view.id !== state.selected) return state;
      // A new audit of the same server: what a person looked at is perhaps another one now.
      const { detail: _detail, opinion: _opinion, ...rest } = state;
      const offer = state.offer !== undefined && message.view.offers[state.offer]?.name === state.view?.offers[state.offer]?.name ? state.offer : undefined;
      return without({ ...rest, view: message.view }, offer === undefined ? ["offer"] : []);
    }
    case "offer":
      return message.detail.server === state.selected && message.detail.id === state.offer ? { ...state, detail: message.detail } : state;
    case "opinion":
      return message.opinion.server === state.selected && message.opinion.offer === state.offer ? { ...state, opinion: message.opinion } : state;
  }
}

/** The state after a person has chosen an offer. */
export function chooseOffer(state: PanelState, offer: number): PanelState {
  if (state.offer === offer) return state;
  return without({ ...state, offer }, ["detail", "opinion"]);
}

/** The state with members taken away. */
export function without(state: PanelState, members: readonly ("offer" | "detail" | "opinion" | "category" | "capability" | "view")[]): PanelState {
  return Object.fromEntries(Object.entries(state).filter(([key]) => !members.some((member) => member === key))) as unknown as PanelState; // Only members that may be absent are taken.
}

/** The findings that match the search and the filters. */
export function shownFindings({ view, query, levels, category }: PanelState): readonly FindingItem[] {
  const words = wordsOf(query);
  return (view?.findings ?? []).filter(
    (finding) =>
      levels.has(finding.severity) &&
      (category === undefined || finding.category === category) &&
      hasAll(`${finding.check} ${finding.tool ?? ""} ${finding.field ?? ""} ${finding.message} ${finding.evidence ?? ""}`.toLowerCase(), words),
  );
}

/** The offers that match the search and the filter. */
export function shownOffers({ view, query, capability }: PanelState): readonly OfferItem[] {
  const words = wordsOf(query);
  const all = view?.offers ?? [];
  if (words.length === 0 && capability === undefined) return all;
  return all.filter((offer) => (capability === undefined || offer.capabilities.includes(capability)) && hasAll(`${offer.name} ${offer.title ?? ""}`.toLowerCase() + offer.search, words));
}

/** What a view's offers can do, the commonest first. */
export function capabilitiesIn(view: ServerView | undefined): readonly { readonly name: string; readonly count: number }[] {
  return countedBy((view?.offers ?? []).flatMap(({ capabilities }) => capabilities));
}

/** The categories of a view's findings. */
export function categoriesIn(view: ServerView | undefined): readonly { readonly name: string; readonly count: number }[] {
  return countedBy((view?.findings ?? []).map(({ category }) => category));
}

function withoutServer(state: PanelState): PanelState {
  return without(state, ["view", "offer", "detail", "opinion", "category", "capability"]);
}

function countedBy(names: readonly string[]): readonly { readonly name: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count);
}

function wordsOf(query: string): readonly string[] {
  return query.toLowerCase().split(/\s+/).filter((word) => word !== "");
}

function hasAll(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}
