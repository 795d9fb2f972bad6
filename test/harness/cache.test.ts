import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ensureBrowser } from "./browser.mjs";
import { installOnce } from "./cache.mjs";

/** No process has it: Linux and macOS give out smaller ones. */
const DEAD_PID = 2 ** 30;

describe("installOnce", () => {
  let cache: string;
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), "portcullis-cache-"));
    vi.stubEnv("PORTCULLIS_CACHE", cache);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(cache, { recursive: true, force: true });
  });

  it("fills a folder once", async () => {
    const fill = vi.fn(async (folder: string) => writeFileSync(join(folder, "tool"), "1"));
    const first = await installOnce("tool-1", fill);
    expect(await installOnce("tool-1", fill)).toBe(first);
    expect(fill).toHaveBeenCalledTimes(1);
    expect(existsSync(join(first, "tool"))).toBe(true);
  });

  it("trusts nothing of an install that failed", async () => {
    const broken = async (folder: string) => {
      writeFileSync(join(folder, "half"), "");
      throw new Error("no network");
    };
    await expect(installOnce("tool-1", broken)).rejects.toThrow("no network");
    expect(readdirSync(cache)).toEqual([]);
  });

  it("removes what an interrupted run left, and leaves alone what another one is filling", async () => {
    mkdirSync(join(cache, `tool-1.partial-${DEAD_PID}`));
    mkdirSync(join(cache, `tool-1.partial-${process.ppid}`));
    await installOnce("tool-1", async () => {});
    expect(readdirSync(cache).sort()).toEqual(["tool-1", `tool-1.partial-${process.ppid}`]);
  });

  it("uses what another run has finished in the meantime", async () => {
    const folder = await installOnce("tool-1", async () => {
      mkdirSync(join(cache, "tool-1"));
      writeFileSync(join(cache, "tool-1", "theirs"), "");
    });
    expect(readdirSync(folder)).toEqual(["theirs"]);
    expect(readdirSync(cache)).toEqual(["tool-1"]);
  });
});

describe("ensureBrowser", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("says what to do about a CHROME_PATH that is no program", async () => {
    vi.stubEnv("CHROME_PATH", "/nowhere/chromium");
    await expect(ensureBrowser()).rejects.toThrow(/CHROME_PATH is \/nowhere\/chromium.*Install Chromium/);
  });
});
