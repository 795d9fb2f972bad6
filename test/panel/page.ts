import { Window } from "happy-dom";
import { vi } from "vitest";
import { createPanel, type Panel } from "../../src/panel/app";
import type { FromPanel, ServerItem, ServerView } from "../../src/panel/protocol";

/** A panel on a page of its own, and what it has said to the extension host. */
export interface OpenPanel {
  readonly panel: Panel;
  readonly sent: FromPanel[];
  /** The element of a role with a name that holds a text. */
  byRole(role: string, name: RegExp): HTMLElement;
  all(selector: string): readonly HTMLElement[];
  close(): void;
}

/** Opens a panel. The page is a browser's in all that matters here but layout. */
export function openPanel(): OpenPanel {
  const window = new Window();
  for (const name of ["document", "HTMLElement", "HTMLInputElement", "HTMLSelectElement", "KeyboardEvent", "Event"] as const) vi.stubGlobal(name, window[name]);
  const sent: FromPanel[] = [];
  const panel = createPanel({ send: (message) => void sent.push(message), remember: () => undefined });
  document.body.append(panel.element);
  const all = (selector: string): readonly HTMLElement[] => [...document.querySelectorAll<HTMLElement>(selector)].filter((each) => each.closest("[hidden]") === null);
  return {
    panel,
    sent,
    all,
    byRole(role, name) {
      const found = all(role === "button" ? "button" : `[role="${role}"]`).find((each) => name.test(each.getAttribute("aria-label") ?? each.textContent ?? ""));
      if (!found) throw new Error(`There is no ${role} called ${name}`);
      return found;
    },
    close() {
      vi.unstubAllGlobals();
      void window.happyDOM.close(); // Nothing of it is used any more.
    },
  };
}

/** A server that is audited. */
export function server(more: Partial<ServerItem> = {}): ServerItem {
  return { id: "1", name: "notes", target: "node notes.mjs", state: { kind: "done", when: "2026-01-01T00:00:00Z" }, score: 60, counts: { error: 1, warning: 0, note: 0 }, ...more };
}

/** What is known of it. */
export function view(more: Partial<ServerView> = {}): ServerView {
  return { id: "1", score: { value: 60, deductions: [{ reason: "hidden-text", points: 40 }] }, facts: [], findings: [], suppressed: [], offers: [], outcomes: [], limits: [], pin: { kind: "none" }, hasModel: false, ...more };
}

/** A tool of it. */
export function offer(id: number, name: string, more: Partial<ServerView["offers"][number]> = {}): ServerView["offers"][number] {
  return { id, kind: "tool", name, summary: `Does ${name}.`, search: ` does ${name}.`, capabilities: [], counts: { error: 0, warning: 0, note: 0 }, hasSource: false, isChanged: false, ...more };
}

/** A finding of it. */
export function finding(id: number, more: Partial<ServerView["findings"][number]> = {}): ServerView["findings"][number] {
  return { id, check: "hidden-text", category: "poisoning", severity: "error", confidence: "high", message: `finding ${id}`, ...more };
}
