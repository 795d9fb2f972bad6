import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { finding, offer, openPanel, server, view, type OpenPanel } from "./page";

const MARKUP = `</pre><img src=x onerror="alert(1)"><script>alert(2)</script><a href="command:evil">b</a>`;

describe("the panel", () => {
  let open: OpenPanel;
  beforeEach(() => {
    vi.useFakeTimers();
    open = openPanel();
  });
  afterEach(() => {
    open.close();
    vi.useRealTimers();
  });
  const show = (parts: Parameters<typeof view>[0] = {}): void => {
    open.panel.receive({ type: "servers", servers: [server()], selected: "1" });
    open.panel.receive({ type: "server", view: view(parts) });
  };

  it("shows markup of a server as the text that it is, wherever it stands", () => {
    open.panel.receive({ type: "servers", servers: [server({ name: MARKUP, target: MARKUP }), server({ id: "2", name: MARKUP, state: { kind: "failed", reason: MARKUP } })], selected: "1" });
    const hostile = { message: MARKUP, tool: MARKUP, field: MARKUP, evidence: MARKUP };
    open.panel.receive({
      type: "server",
      view: view({ findings: [finding(0, { ...hostile, offer: 0 })], suppressed: [{ ...finding(0, hostile), reason: MARKUP }], offers: [offer(0, MARKUP, { title: MARKUP, summary: MARKUP })], outcomes: [{ check: "hidden-text", category: "poisoning", status: "not-done", reason: MARKUP }], limits: [MARKUP], instructions: MARKUP, stderr: MARKUP, facts: [{ label: "Calls itself", value: MARKUP }], score: { value: 0, deductions: [{ reason: MARKUP, points: 100 }] } }),
    });
    for (const tab of [/Tools/, /Checks/, /About/, /Findings/]) {
      open.byRole("tab", tab).click();
      expect(open.all("main")[0]?.textContent).toContain(MARKUP);
    }
    open.byRole("button", /Show the tool/).click();
    open.panel.receive({ type: "offer", detail: { server: "1", id: 0, description: MARKUP, raw: MARKUP, source: MARKUP, parameters: [{ name: MARKUP, type: MARKUP, isRequired: true, description: MARKUP }], annotations: [{ name: MARKUP, value: MARKUP }], codeFindings: [{ rule: MARKUP, severity: "error", message: MARKUP, place: MARKUP }] } });
    open.panel.receive({ type: "opinion", opinion: { server: "1", offer: 0, model: MARKUP, state: "done", text: MARKUP } });
    expect(open.all("aside").map((each) => each.textContent).join()).toContain(MARKUP);
    expect([...document.querySelectorAll("img, script, a, iframe, object, style, link")]).toEqual([]);
    const handlers = [...document.querySelectorAll("*")].flatMap((element) => element.getAttributeNames().filter((name) => name.startsWith("on") || name === "style" || name === "href" || name === "src"));
    expect(handlers.filter((name) => name !== "style")).toEqual([]);
  });

  it("shows the score with how it is made up", () => {
    show({ findings: [finding(0)] });
    expect(open.all(".score")[0]?.textContent).toMatch(/60 of 100.*1 error.*not pinned.*hidden-text.*−40/s);
  });

  it("makes what can't be seen visible in the words of a server", () => {
    show({ findings: [finding(0, { evidence: "a\u200bb\u202ec" })] });
    const quote = open.all("blockquote")[0];
    expect(quote?.textContent).toBe("aU+200BbU+202Ec");
    expect([...(quote?.querySelectorAll(".unseen") ?? [])].map((each) => each.getAttribute("aria-label"))).toEqual(["zero-width space", "right-to-left override"]);
  });

  it("finds findings and tools by their words", () => {
    show({ findings: [finding(0, { tool: "add", message: "poses as a message" }), finding(1, { tool: "read", message: "asks for secrets", severity: "warning" })], offers: [offer(0, "add"), offer(1, "read")] });
    const search = open.all("input[type=search]")[0];
    if (!(search instanceof HTMLInputElement)) throw new Error("There is no search");
    search.value = "SECRETS read";
    search.dispatchEvent(new Event("input"));
    expect(open.all("article").map((each) => each.getAttribute("aria-label"))).toEqual(["warning: asks for secrets"]);
    expect(open.all('[role="status"]')[0]?.textContent).toBe("1 finding shown");
    search.value = "read";
    search.dispatchEvent(new Event("input"));
    open.byRole("tab", /Tools/).click();
    expect(open.all('[role="option"]').map((each) => each.getAttribute("aria-label"))).toEqual(["tool read, nothing found"]);
  });

  it("leaves out the levels that are switched off", () => {
    show({ findings: [finding(0), finding(1, { severity: "note" })] });
    const note = open.all("label.note input")[0];
    if (!(note instanceof HTMLInputElement)) throw new Error("There is no such filter");
    note.checked = false;
    note.dispatchEvent(new Event("change"));
    expect(open.all("article")).toHaveLength(1);
  });

  it("says what a person wants done, and to which server", () => {
    show({ findings: [finding(3)], pin: { kind: "changed", when: "2026-01-01", changed: 2 } });
    for (const name of [/Audit Again/, /Show Drift/, /Pin Anew/, /Export Report/, /Suppress/, /^Explain$/]) open.byRole("button", name).click();
    expect(open.sent).toEqual([
      { type: "audit", server: "1" },
      { type: "drift", server: "1" },
      { type: "pin", server: "1" },
      { type: "export", server: "1" },
      { type: "suppress", server: "1", finding: 3 },
      { type: "explain", check: "hidden-text" },
    ]);
  });

  it("can be cancelled while it runs, and has its progress heard", () => {
    open.panel.receive({ type: "servers", servers: [server({ state: { kind: "running", text: "Reading tools, page 2" } })], selected: "1" });
    expect(open.all('[role="status"]')[0]?.textContent).toBe("notes: Reading tools, page 2");
    open.byRole("button", /Cancel/).click();
    expect(open.sent).toEqual([{ type: "cancel", server: "1" }]);
  });

  it("is moved through by keys: tabs by arrows, tools as a list", () => {
    show({ offers: Array.from({ length: 10_000 }, (_, id) => offer(id, `tool_${id}`)) });
    const first = open.byRole("tab", /Findings/);
    first.focus();
    first.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
    expect(document.activeElement?.textContent).toBe("Tools (10,000)");
    const list = open.byRole("listbox", /Tools/);
    expect(open.all('[role="option"]').length).toBeLessThan(100);
    for (const key of ["ArrowDown", "ArrowDown", "End"]) list.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    const active = document.getElementById(list.getAttribute("aria-activedescendant") ?? "");
    expect(active?.getAttribute("aria-label")).toBe("tool tool_9999, nothing found");
    expect(active?.getAttribute("aria-posinset")).toBe("10000");
    vi.advanceTimersByTime(1_000);
    expect(open.sent).toEqual([{ type: "offer", server: "1", offer: 9_999 }]);
  });

  it("marks what a language model has said as that", () => {
    show({ offers: [offer(0, "add")], hasModel: true });
    open.byRole("tab", /Tools/).click();
    open.byRole("option", /add/).click();
    open.byRole("button", /Ask my language model/).click();
    open.panel.receive({ type: "opinion", opinion: { server: "1", offer: 0, model: "Some Model", state: "done", text: "Looks fine." } });
    expect(open.all("aside")[0]?.textContent).toMatch(/Opinion of Some Model.*not Portcullis.*Looks fine\./s);
  });
});
