import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createWorkerClient, type WorkerClient } from "../../src/editor/worker-client";
import type { Notice } from "../../src/editor/protocol";

/** Threads that behave as the analysis might on a bad day. */
const THREADS = {
  echo: `const heard = [];
    parentPort.on("message", (m) => {
      if (m.type !== "ask") return heard.push(m);
      parentPort.postMessage({ type: "progress", id: m.id, done: 1, total: 2 });
      parentPort.postMessage({ type: "answer", id: m.id, answer: { heard } });
    });`,
  obedient: `parentPort.on("message", (m) => {
      if (m.type !== "ask") return;
      const flag = new Int32Array(m.cancel);
      while (Atomics.load(flag, 0) === 0);
      parentPort.postMessage({ type: "cancelled", id: m.id });
    });`,
  failing: `parentPort.on("message", (m) => m.type === "ask" && parentPort.postMessage({ type: "failed", id: m.id, message: "no such folder" }));`,
  dying: `parentPort.on("message", (m) => { if (m.type === "ask") process.exit(3); });`,
};

let folder = "";
let client: WorkerClient | undefined;
const said: string[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "threads-"));
  for (const [name, body] of Object.entries(THREADS)) writeFileSync(join(folder, `${name}.cjs`), `const { parentPort } = require("node:worker_threads");\n${body}`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => client?.dispose());

function start(name: keyof typeof THREADS, replay: readonly Notice[] = [], onGivenUp: () => void = () => undefined): WorkerClient {
  said.length = 0;
  const log = { info: () => undefined, error: (message: string) => void said.push(message) };
  client = createWorkerClient({ script: join(folder, `${name}.cjs`), replay: () => replay, log, onGivenUp });
  return client;
}

describe("the thread of the analysis", () => {
  test("is told everything when it starts, and answers with its progress", async () => {
    const notice: Notice = { type: "forget", session: "/w" };
    const echo = start("echo", [notice]);
    echo.tell({ type: "forget", session: "/before the start" });
    const progress: number[] = [];
    const answer = await echo.ask("scan", { session: "/w" }, { onProgress: (done, total) => progress.push(done, total) });
    expect(answer).toEqual({ heard: [notice] });
    expect(progress).toEqual([1, 2]);
    const next: Notice = { type: "disk", paths: ["/w/a.ts"] };
    echo.tell(next);
    expect(await echo.ask("scan", { session: "/w" })).toEqual({ heard: [notice, next] });
  });

  test("stops in the middle of its work when it is told to", async () => {
    const abort = new AbortController();
    const answer = start("obedient").ask("scan", { session: "/w" }, { signal: abort.signal });
    setTimeout(() => abort.abort(), 50);
    expect(await answer).toBeUndefined();
  });

  test("is not even started for a question that is no longer wanted", async () => {
    expect(await start("dying").ask("scan", { session: "/w" }, { signal: AbortSignal.abort() })).toBeUndefined();
    expect(said).toEqual([]);
  });

  test("says why a question failed", async () => {
    await expect(start("failing").ask("scan", { session: "/w" })).rejects.toThrow("no such folder");
  });

  test("is started again when it dies, but not for ever, and again when a person says so", async () => {
    let givenUp = 0;
    const dying = start("dying", [], () => givenUp++);
    for (let i = 0; i < 4; i++) await expect(dying.ask("scan", { session: "/w" })).rejects.toThrow("ended unexpectedly: exit code 3");
    expect(givenUp).toBe(1);
    await expect(dying.ask("scan", { session: "/w" })).rejects.toThrow("too often");
    dying.restart();
    await expect(dying.ask("scan", { session: "/w" })).rejects.toThrow("exit code 3");
  });
});
