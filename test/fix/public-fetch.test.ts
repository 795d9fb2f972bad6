import { execFileSync } from "node:child_process";
import type { LookupAddress } from "node:dns";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http, { type IncomingMessage, type RequestOptions, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FileFlavour } from "../../src/rules/fix/helper-import";
import { publicFetchFile } from "../../src/rules/fix/public-fetch-file";

type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

const flavour: FileFlavour = { isTyped: false, modules: "commonjs", quote: '"', lineBreak: "\n" };
const outside = "93.184.215.14";
let port: number;
let server: http.Server;
/** What the server was asked. */
let asked: string[] = [];
/** What names lead to, one answer after the other, and the addresses that were connected to. */
let names: Record<string, (readonly string[])[]> = {};
let connected: string[] = [];
let fetchPublic: Fetch;

beforeAll(async () => {
  server = http.createServer((request, response) => void answer(request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  port = (server.address() as AddressInfo).port;
  fetchPublic = load();
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = (await request.toArray()).join("");
  asked.push(`${request.method} ${request.headers.host} ${request.url} ${request.headers.authorization ?? "-"} ${body}`.trim());
  const { searchParams } = new URL(request.url ?? "/", "http://localhost");
  const to = searchParams.get("to");
  if (to !== null) response.writeHead(Number(searchParams.get("status") ?? 302), { location: to }).end();
  else if (searchParams.has("nothing")) response.writeHead(204).end();
  else response.writeHead(200, { "content-type": "text/plain", "x-seen": "yes" }).end("tea at four");
}

/** Loads the file with names of our own, and a network in which every public address is our server. */
function load(): Fetch {
  const real = createRequire(import.meta.url);
  const lookup = (name: string): Promise<LookupAddress[]> => {
    if (/^[\d.]+$|:/.test(name)) return Promise.resolve([addressOf(name)]);
    const answers = names[name];
    return Promise.resolve(((answers && answers.length > 1 ? answers.shift() : answers?.[0]) ?? []).map(addressOf));
  };
  const request = (url: URL, options: RequestOptions, ...rest: never[]): unknown =>
    http.request(new URL(`http://${url.hostname}:${port}${url.pathname}${url.search}`), { ...options, setHost: false, headers: { ...options.headers, host: url.host }, lookup: (name, more, done) => options.lookup?.(name, more, (error, address) => {
      connected.push(...(Array.isArray(address) ? address.map((one) => one.address) : [address]));
      done(error, more.all ? [{ address: "127.0.0.1", family: 4 }] : "127.0.0.1", 4);
    }) }, ...rest);
  const require = (name: string): unknown => (name === "node:dns/promises" ? { lookup } : name === "node:http" ? { request } : real(name));
  const module = { exports: {} as { fetchPublic: Fetch } };
  new Function("require", "module", publicFetchFile(flavour))(require, module);
  return module.exports.fetchPublic;
}

function addressOf(address: string): LookupAddress {
  return { address, family: address.includes(":") ? 6 : 4 };
}

function reset(given: typeof names): void {
  [asked, connected, names] = [[], [], given];
}

describe("fetchPublic does what fetch does", () => {
  it("reads from a public address, which is the one that was looked at", async () => {
    // The second answer is what a name says that wants to lead elsewhere once it was looked at.
    reset({ "docs.example.com": [[outside], ["127.0.0.1"]] });
    const response = await fetchPublic("http://docs.example.com/a?b=c");
    expect([response.status, response.url, response.headers.get("x-seen"), await response.text()]).toEqual([200, "http://docs.example.com/a?b=c", "yes", "tea at four"]);
    expect(connected).toEqual([outside]);
  });

  it("sends a body, and headers", async () => {
    reset({ "docs.example.com": [[outside]] });
    await fetchPublic(new URL("http://docs.example.com/"), { method: "POST", body: "hello", headers: { authorization: "me" } });
    expect(asked).toEqual(["POST docs.example.com / me hello"]);
  });

  it("reads an answer without a body", async () => {
    reset({ "docs.example.com": [[outside]] });
    expect((await fetchPublic("http://docs.example.com/?nothing")).body).toBeNull();
  });

  it("follows redirects, and keeps secrets from other hosts", async () => {
    reset({ "docs.example.com": [[outside]], "other.example.com": [[outside]] });
    const response = await fetchPublic("http://docs.example.com/?to=http://other.example.com/end", { method: "POST", body: "hello", headers: { authorization: "me" } });
    expect([response.url, await response.text()]).toEqual(["http://other.example.com/end", "tea at four"]);
    expect(asked[1]).toBe("GET other.example.com /end -");
  });

  it("sends the body again where the redirect says so", async () => {
    reset({ "docs.example.com": [[outside]] });
    await fetchPublic("http://docs.example.com/?status=307&to=/end", { method: "POST", body: "hello" });
    expect(asked[1]).toBe("POST docs.example.com /end - hello");
  });

  it("hands back a redirect that is not to be followed", async () => {
    reset({ "docs.example.com": [[outside]] });
    expect((await fetchPublic("http://docs.example.com/?to=/end", { redirect: "manual" })).status).toBe(302);
    await expect(fetchPublic("http://docs.example.com/?to=/end", { redirect: "error" })).rejects.toThrow("redirects");
  });
});

describe("fetchPublic refuses", () => {
  it.each([
    "http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://0/", "http://10.1.2.3/", "http://100.64.0.1/", "http://169.254.169.254/latest/", "http://172.31.0.1/", "http://192.168.1.1/", "http://198.18.0.1/", "http://224.0.0.1/", "http://255.255.255.255/",
    "http://[::]/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:a9fe:a9fe]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[fd00:ec2::254]/", "http://[fe80::1]/", "http://[ff02::1]/",
  ])("%s", async (url) => {
    reset({});
    await expect(fetchPublic(url)).rejects.toThrow("not public");
    expect(asked).toEqual([]);
  });

  it.each(["file:///etc/passwd", "data:text/plain,hello", "ftp://docs.example.com/"])("%s", async (url) => {
    await expect(fetchPublic(url)).rejects.toThrow("Only http and https");
  });

  it.each([
    ["a name that leads home", ["127.0.0.1"]],
    ["a name of which one address leads home", [outside, "10.0.0.1"]],
    ["a name that leads home in IPv6", ["::1"]],
  ])("%s", async (_, addresses) => {
    reset({ "evil.example.com": [addresses] });
    await expect(fetchPublic("http://evil.example.com/")).rejects.toThrow("not public");
    expect(asked).toEqual([]);
  });

  it("to be redirected home", async () => {
    reset({ "docs.example.com": [[outside]] });
    await expect(fetchPublic("http://docs.example.com/?to=http://169.254.169.254/")).rejects.toThrow("not public");
    expect(asked).toHaveLength(1);
  });

  it("to be redirected for ever", async () => {
    reset({ "docs.example.com": [[outside]] });
    await expect(fetchPublic("http://docs.example.com/?to=%3Fto%3D")).rejects.toThrow("too many redirects");
  });
});

describe("its file", () => {
  it("lets nothing else of the public pass for private", async () => {
    reset({});
    for (const address of ["http://8.8.8.8/", "http://172.32.0.1/", "http://[2606:4700::1111]/"]) await expect(fetchPublic(address).catch((error: unknown) => String(error))).resolves.not.toContain("not public");
  });

  it.each([["es2022,dom,dom.iterable"], ["es2022"]])("is strict TypeScript with %s", (lib) => {
    const folder = mkdtempSync(join(tmpdir(), "portcullis-public-"));
    const file = join(folder, "public-fetch.ts");
    writeFileSync(file, publicFetchFile({ ...flavour, isTyped: true, modules: "esm" }));
    const options = ["--noEmit", "--strict", "--noUnusedLocals", "--noUncheckedIndexedAccess", "--skipLibCheck", "--target", "es2022", "--lib", lib, "--module", "nodenext", "--types", "node", "--typeRoots", join(process.cwd(), "node_modules/@types")];
    try {
      expect(execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", ...options, file], { encoding: "utf8" })).toBe("");
    } catch (error) {
      expect((error as { stdout?: string }).stdout ?? String(error)).toBe("");
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);
});
