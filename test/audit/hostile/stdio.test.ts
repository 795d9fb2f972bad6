import { afterAll, describe, expect, it } from "vitest";
import { readServer, type Limits, type ServerReading } from "../../../src/audit/connect";
import { checks } from "../../../src/audit/checks";
import { runChecks } from "../../../src/audit/run-checks";
import { processesWith, script, testPorts } from "../connect/support";
import { said, writeTable, type Row } from "./table";

interface Case {
  readonly mode: string;
  readonly limits?: Partial<Limits>;
  /** In what the person reads. */
  readonly says?: RegExp;
  readonly tools?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  also?(reading: ServerReading): void;
}

const cases: readonly Case[] = [
  { mode: "endless-pages", limits: { pages: 40 }, says: /has more than 40 pages/ },
  { mode: "same-cursor", says: /gives the same cursor again/, tools: ["t", "t"] },
  { mode: "too-many-tools", says: /more than 10,000 entries/ },
  { mode: "megabyte-description", says: /tools\[0\]\.description has 3,000,000 characters: only the first 100,000 were read/, tools: ["big", "small"] },
  { mode: "deep-schema", says: /tools\[0\] is nested more than 64 levels deep/, tools: ["deep", "small"] },
  { mode: "wide-schema", says: /tools\[0\] has more than 50,000 members/, tools: ["wide", "small"] },
  { mode: "ref-loop", tools: ["loop"] },
  { mode: "invalid-utf8", says: /bytes that are not UTF-8/, tools: ["bad\ufffd\ufffd\ufffd"] },
  { mode: "invalid-json", says: /stdout carries lines that are no JSON-RPC/, tools: ["t"] },
  { mode: "hang-initialize", limits: { startTime: 1500 }, says: /did not answer `initialize` within 1.5 s/ },
  { mode: "hang-list", limits: { requestTime: 400 }, says: /tools\/list did not answer within 400 ms/, tools: [] },
  { mode: "hang-page-2", limits: { requestTime: 400 }, says: /tools\/list, page 2 did not answer within 400 ms/, tools: ["first"] },
  { mode: "hang-shutdown", says: /ended neither when its input did nor at SIGTERM: it was killed/, tools: ["t"] },
  { mode: "dies-at-list", says: /tools\/list failed: the server has ended the connection/, tools: [] },
  { mode: "notification-flood", says: /more than 1,000 messages that answer nothing/ },
  { mode: "progress-flood", says: /more than 1,000 messages that answer nothing/ },
  { mode: "line-without-end", limits: { messageBytes: 1_000_000 }, says: /a message of more than 977 KB/ },
  { mode: "stderr-flood", tools: ["t"], also: ({ stderr }) => {
    expect(stderr.length).toBeLessThan(70_000);
    expect(stderr).toContain("were dropped");
    expect(stderr).toContain("\\u{1b}[2J");
  } },
  { mode: "terminal-escapes", also: ({ surface }) => expect(surface?.tools[0]?.title).toContain("\u001b]0;owned") },
  { mode: "markup-everywhere", also: ({ surface }) => expect(Object.keys(surface?.tools[0]?.raw ?? {})).toContain(surface?.tools[0]?.name) },
  { mode: "regular-expression-traps", tools: ["trap"] },
  { mode: "prototype-keys", tools: ["p"], also: ({ surface }) => {
    expect(Object.keys(surface?.tools[0]?.inputSchema ?? {})).toContain("__proto__");
    expect("polluted" in {}).toBe(false);
  } },
  { mode: "answers-twice", says: /answers requests that were not made, or answers one twice/, tools: ["first"] },
  { mode: "unknown-ids", says: /answers requests that were not made/, tools: ["t"] },
  // Templates have no capability of their own: a server with resources need not have any.
  { mode: "no-templates", tools: ["t"], also: ({ surface }) => expect(surface).toMatchObject({ flaws: [], resourceTemplates: [] }) },
  { mode: "no-prompts", says: /prompts\/list is declared, and not there/, tools: ["t"], also: ({ surface }) => expect(surface?.isCut).toBeUndefined() },
  { mode: "not-a-list", says: /tools\/list gives no list `tools`/, tools: [] },
  { mode: "broken-entries", says: /tools\[0\] is no object.*tools\[5\]\.name is no text/, tools: ["", "", "whole"] },
  { mode: "broken-initialize", says: /initialize gives no `serverInfo`/, tools: ["t"] },
  { mode: "unknown-version", says: /protocol version is not supported: 2099-01-01/ },
  { mode: "error-with-secret", env: { API_KEY: "fake-key-987654" }, says: /bad key •••\\u\{1b\}\[2J/ },
  { mode: "asks-back", says: /asks for sampling\/createMessage, which the client has not offered: refused/, also: ({ surface }) => expect(surface?.tools.map((tool) => [tool.name, tool.description])).toEqual([["sampling/createMessage", "-32601"], ["elicitation/create", "-32601"], ["roots/list", "-32601"]]) },
  { mode: "ignores-signals", says: /it was killed/, tools: ["t"] },
];

describe("hostile servers over stdio are read as far as they go, and end", () => {
  const rows: Row[] = [];
  afterAll(() => writeTable("stdio", rows));

  it.each(cases)("$mode", { timeout: 30_000 }, async ({ mode, limits, says, tools, env, also }) => {
    const mark = `hostile-${mode}-${process.pid}`;
    const start = performance.now();
    const reading = await readServer({ ...script("hostile/stdio-server.mjs", mode, mark), ...(env ? { env } : {}) }, testPorts({ endTime: 500, ...limits }));
    const seconds = (performance.now() - start) / 1000;
    const words = said(reading);
    rows.push({ server: mode, words, seconds });

    if (says) expect(words).toMatch(says);
    if (tools) expect(reading.surface?.tools.map((tool) => tool.name)).toEqual(tools);
    also?.(reading);
    // Whoever looks at it afterwards must not fall into the traps either.
    if (reading.surface) {
      const audit = runChecks({ name: mode, surface: reading.surface, others: [] }, checks);
      expect(audit.outcomes.filter((each) => each.reason?.startsWith("the check failed"))).toEqual([]);
    }
    expect(processesWith(mark)).toEqual([]);
  });
});
