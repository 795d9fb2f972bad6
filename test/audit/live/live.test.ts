import { describe, expect, it } from "vitest";
import type { Check } from "../../../src/audit/audit";
import { auditServer, auditServers, type LiveOptions, type LiveServer } from "../../../src/audit/live";
import { pinOf } from "../../../src/audit/pins/normalise";
import { surfaceOfTools } from "../../../src/wording/surface";
import { processesWith, script } from "../connect/support";

const options = (more: Partial<LiveOptions> = {}): LiveOptions => ({ environment: process.env, version: "0.0.0", ...more });

/** A server that ends at once with a word on stderr. */
const broken = (secret: string): LiveServer => ({ target: { transport: "stdio", name: "broken", command: process.execPath, args: ["-e", `console.error("bad key ${secret}"); process.exit(3)`], env: { API_KEY: secret } } });

describe("a live audit", () => {
  it("connects, reads and checks, and says what it does", async () => {
    const told: string[] = [];
    const audit = await auditServer({ target: { ...script("servers/v1-stdio.mjs"), name: "adder" } }, options({ onProgress: (server, text) => told.push(`${server}: ${text}`) }));
    expect(audit).toMatchObject({ server: "adder", score: { value: 100 }, findings: [] });
    expect(audit.target).toContain("v1-stdio.mjs");
    expect(audit.surface?.tools.map(({ name }) => name)).toEqual(["add"]);
    expect(told[0]).toBe("adder: Starting the server…");
    expect(processesWith("servers/v1-stdio.mjs")).toEqual([]);
  });

  it("leaves out what can't be said of this kind of server, and says what else was not done", async () => {
    const { outcomes } = await auditServer({ target: script("servers/v1-stdio.mjs") }, options());
    expect(outcomes.filter(({ status }) => status === "not-done").map(({ check, reason }) => [check, reason])).toEqual([["drift", "the server is not pinned"]]);
  });

  it("compares with a pin", async () => {
    const pin = pinOf(surfaceOfTools("adder", [{ name: "add", description: "Adds one number.", inputSchema: { type: "object" } }]), "");
    const { findings } = await auditServer({ target: script("servers/v1-stdio.mjs"), pin }, options());
    expect(findings.filter(({ check }) => check === "drift").map(({ tool, field }) => [tool, field])).toContainEqual(["add", "description"]);
  });

  it("of a server that can't be reached says why, without its secrets, and gives it no point", async () => {
    const audit = await auditServer(broken("fake-secret-123"), options());
    expect(audit.score.value).toBe(0);
    expect(audit.unreachable).toBe("the server ended with exit code 3 before it answered");
    expect(audit.stderr).toContain("bad key •••");
    expect(JSON.stringify(audit)).not.toContain("fake-secret-123");
    expect(audit.outcomes.every(({ status, reason }) => status === "not-done" && reason !== undefined)).toBe(true);
  });
});

describe("several servers", () => {
  it("are judged as one person's set, in their order", async () => {
    const seen: (readonly [string, readonly string[]])[] = [];
    const looks: Check = { id: "looks", category: "identity", summary: "s", severity: "note", needs: [], run: ({ name, others }) => (seen.push([name, others.map((each) => each.name)]), []) };
    const named = (name: string): LiveServer => ({ target: { ...script("servers/v1-stdio.mjs"), name } });
    const audits = await auditServers([named("a"), broken("x"), named("b")], options({ checks: [looks] }));
    expect(audits.map(({ server, unreachable }) => [server, unreachable === undefined])).toEqual([["a", true], ["broken", false], ["b", true]]);
    expect(seen).toEqual([["a", ["b"]], ["broken", ["a", "b"]], ["b", ["a"]]]);
  });

  it("end together when the person cancels", async () => {
    const mark = `cancelled-together-${process.pid}`;
    const cancel = new AbortController();
    const silent = (name: string): LiveServer => ({ target: { transport: "stdio", name, command: process.execPath, args: ["-e", `process.stdin.resume(); /* ${mark} */`] } });
    const audits = auditServers(Array.from({ length: 6 }, (_, n) => silent(`s${n}`)), options({ signal: cancel.signal, limits: { endTime: 300 }, onProgress: () => setTimeout(() => cancel.abort(new Error("cancelled")), 200) }));
    await expect(audits).rejects.toThrow("cancelled");
    expect(processesWith(mark)).toEqual([]);
  });
});
