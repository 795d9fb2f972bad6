import { describe, expect, it } from "vitest";
import { createStableNames, digest, normalizeCode } from "../../src/engine/fingerprint";
import { memoryHost } from "../support/memory-host";

describe("the stable name of a file", () => {
  const name = (files: Record<string, string>, file: string, folder?: string) => createStableNames(memoryHost(files), folder)(file);

  it("is the package and the path in it, wherever the package lies", () => {
    expect(name({ "/a/b/package.json": '{"name":"srv"}' }, "/a/b/src/i.ts")).toBe("srv:src/i.ts");
    expect(name({ "/z/package.json": '{"name":"srv"}' }, "/z/src/i.ts")).toBe("srv:src/i.ts");
  });

  it("does without a name, and without a package", () => {
    expect(name({ "/a/package.json": "{ broken" }, "/a/src/i.ts")).toBe(":src/i.ts");
    expect(name({}, "/a/src/i.ts", "/a")).toBe("src/i.ts");
    expect(name({}, "/a/src/i.ts")).toBe("i.ts");
  });
});

it("tells parts apart and ignores layout", () => {
  expect(digest(["a", "bc"])).not.toBe(digest(["ab", "c"]));
  expect(digest(["a"])).toMatch(/^[0-9a-f]{16}$/);
  expect(normalizeCode("f(\n  a,\t b)\n")).toBe("f( a, b)");
});

it("has no collision among many like texts", () => {
  const seen = new Set(Array.from({ length: 50_000 }, (_, i) => digest(["sql-injection", `pkg:src/file${i}.ts`, "tool", `query(${i % 97})`])));
  expect(seen.size).toBe(50_000);
});
