import { createAboutView, createChecksView } from "./about-views";
import { h } from "./dom";
import { createFindingsView } from "./findings-view";
import { createHeaderView } from "./header-view";
import { createOffersView } from "./offers-view";
import type { FromPanel, ToPanel } from "./protocol";
import { createServersView } from "./servers-view";
import { emptyState, receive, tabs, type PanelState, type Tab } from "./state";
import type { Actions, View } from "./view";
import { plainText } from "./visible-text";
import { counted, sayState } from "./words";

/** What the panel needs from where it runs. */
export interface PanelPorts {
  /** Says something to the extension host. */
  send(message: FromPanel): void;
  /** Remembers what a person has chosen, for when the panel is shown again. */
  remember(choice: Choice): void;
  /** What was remembered. */
  readonly choice?: Partial<Choice>;
}

/** What outlives the panel's page. */
export interface Choice {
  readonly tab: Tab;
  readonly query: string;
}

/** The panel: its element, and what it does with a message. */
export interface Panel {
  readonly element: HTMLElement;
  receive(message: ToPanel): void;
}

/** Builds the panel. Nothing is shown before the first message. */
export function createPanel({ send, remember, choice }: PanelPorts): Panel {
  let state: PanelState = { ...emptyState, ...(choice?.query === undefined ? {} : { query: choice.query }), ...(choice?.tab === undefined ? {} : { tab: choice.tab }) };
  const live = h("div", { class: "only-heard", role: "status", "aria-live": "polite" });
  const actions: Actions = {
    send,
    change(next) {
      state = next(state);
      remember({ tab: state.tab, query: state.query });
      update();
    },
    announce(text) {
      if (live.textContent !== text) live.textContent = text;
    },
  };
  const pages: Readonly<Record<Tab, View>> = { findings: createFindingsView(actions), offers: createOffersView(actions), checks: createChecksView(actions), about: createAboutView() };
  const bar = createTabBar(actions);
  const panels = tabs.map((tab) => h("div", { role: "tabpanel", id: `panel-${tab}`, "aria-labelledby": `tab-${tab}` }, pages[tab].element));
  const search = createSearch(actions, state.query);
  const views: readonly View[] = [createServersView(actions), createHeaderView(actions)];
  const body = h("div", { class: "body" }, h("div", { class: "top" }, bar.element, search), ...panels);
  const main = h("main", {}, views[1]?.element, body);
  const element = h("div", { class: "panel" }, views[0]?.element, main, live);

  const update = (): void => {
    const now = state;
    body.hidden = now.view === undefined;
    for (const view of [...views, bar]) view.update(now);
    tabs.forEach((tab, index) => {
      const page = panels[index];
      if (page) page.hidden = tab !== now.tab;
    });
    // What is out of sight is drawn when it comes into sight.
    pages[now.tab].update(now);
  };
  update();
  return {
    element,
    receive(message) {
      const before = progressOf(state);
      state = receive(state, message);
      update();
      const after = progressOf(state);
      if (after !== undefined && after !== before) actions.announce(after);
    },
  };
}

function progressOf({ servers, selected }: PanelState): string | undefined {
  const server = servers.find(({ id }) => id === selected);
  return server && `${plainText(server.name)}: ${plainText(sayState(server))}`;
}

function createSearch({ change }: Actions, query: string): HTMLElement {
  const onInput = (event: Event): void => {
    const value = event.target instanceof HTMLInputElement ? event.target.value : "";
    change((state) => ({ ...state, query: value }));
  };
  return h("input", { type: "search", class: "search", placeholder: "Search findings and tools", "aria-label": "Search findings and tools", value: query, oninput: onInput });
}

/** The names of the pages; arrow keys move between them, as in every list of tabs. */
function createTabBar({ change }: Actions): View {
  const go = (tab: Tab): void => {
    change((state) => ({ ...state, tab }));
    document.getElementById(`tab-${tab}`)?.focus();
  };
  const onKey = (event: Event): void => {
    const key = event instanceof KeyboardEvent ? event.key : "";
    const step = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const current = tabs.findIndex((tab) => document.getElementById(`tab-${tab}`) === document.activeElement);
    const next = tabs[(current + step + tabs.length) % tabs.length];
    if (next !== undefined) go(next);
  };
  const buttons = tabs.map((tab) => h("button", { type: "button", role: "tab", id: `tab-${tab}`, "aria-controls": `panel-${tab}`, onclick: () => go(tab) }));
  const element = h("div", { class: "tabs", role: "tablist", "aria-label": "Results", onkeydown: onKey }, buttons);
  return {
    element,
    update(state) {
      tabs.forEach((tab, index) => {
        const button = buttons[index];
        if (!button) return;
        const isCurrent = tab === state.tab;
        button.setAttribute("aria-selected", String(isCurrent));
        button.tabIndex = isCurrent ? 0 : -1;
        button.textContent = titleOf(tab, state);
      });
    },
  };
}

function titleOf(tab: Tab, { view }: PanelState): string {
  switch (tab) {
    case "findings":
      return `Findings (${(view?.findings.length ?? 0).toLocaleString("en")})`;
    case "offers":
      return titleOfOffers(view?.offers ?? []);
    case "checks":
      return `Checks (${counted(view?.outcomes.length ?? 0, "run", "run")})`;
    case "about":
      return "About";
  }
}

/** The number beside "Tools" is that of tools; the list holds prompts and resources too. */
function titleOfOffers(offers: NonNullable<PanelState["view"]>["offers"]): string {
  const tools = offers.filter(({ kind }) => kind === "tool").length;
  const others = offers.length - tools;
  return `Tools (${tools.toLocaleString("en")})${others === 0 ? "" : `, Others (${others.toLocaleString("en")})`}`;
}
