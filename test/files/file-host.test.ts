import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFileHost, MAX_FILE_BYTES } from "../../src/files/file-host";
import { createExclusion } from "../../src/files/ignored";
import { toHostName } from "../../src/files/names";
import { createTextFile, writeTextFile } from "../../src/files/write";

let root = "";
const put = (name: string, text: string | Buffer = "") => {
  const file = join(root, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return toHostName(file);
};
const namesOf = (files: readonly string[]) => files.map((file) => file.slice(root.length + 1));

beforeEach(() => {
  root = toHostName(realpathSync(mkdtempSync(join(tmpdir(), "files-"))));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("the files of a folder", () => {
  test("are code and project files, never node_modules, .git or declarations", () => {
    ["a.ts", "b.tsx", "c.mjs", "d.cjs", "e.d.ts", "f.md", "package.json", "tsconfig.build.json", "other.json", "node_modules/x/a.js", ".git/hooks/a.js", "src/g.js"].forEach((name) => put(name));
    expect(namesOf(createFileHost([root]).files())).toEqual(["a.ts", "b.tsx", "c.mjs", "d.cjs", "package.json", "src/g.js", "tsconfig.build.json"]);
  });

  test("are those that git would see, nested rules and negations included", () => {
    put(".git/HEAD");
    put(".git/info/exclude", "secret/\n");
    put(".gitignore", "dist/\n*.gen.ts\n!keep.gen.ts\n");
    put("packages/a/.gitignore", "/local.ts\n!x.gen.ts\n");
    ["dist/a.js", "a.gen.ts", "keep.gen.ts", "secret/a.ts", "packages/a/local.ts", "packages/a/x.gen.ts", "packages/a/sub/local.ts"].forEach((name) => put(name));
    expect(namesOf(createFileHost([root]).files())).toEqual(["keep.gen.ts", "packages/a/sub/local.ts", "packages/a/x.gen.ts"]);
    expect(namesOf(createFileHost([join(root, "packages/a")]).files())).toEqual(["packages/a/sub/local.ts", "packages/a/x.gen.ts"]);
  });

  test("are also those of a wanted name, through links that stay inside", () => {
    put("mcp.json", "{}");
    put(".vscode/settings.json", "{}");
    symlinkSync("../mcp.json", join(root, ".vscode/mcp.json"));
    mkdirSync(join(root, ".cursor"));
    symlinkSync(tmpdir(), join(root, ".cursor/mcp.json"));
    expect(namesOf(createFileHost([root], { also: (file) => file.endsWith("/mcp.json") && !file.endsWith(`${root}/mcp.json`) }).files())).toEqual([".vscode/mcp.json"]);
  });

  test("are all there when a person names them, ignored or in node_modules", () => {
    put(".git/HEAD");
    put(".gitignore", "dist/\n");
    put("dist/a.js");
    put("node_modules/x/b.js");
    const host = createFileHost([join(root, "dist"), join(root, "node_modules/x"), join(root, "dist/a.js")]);
    expect(namesOf(host.files())).toEqual(["dist/a.js", "node_modules/x/b.js"]);
  });

  test("leave out what a configuration excludes, relative to its folder", () => {
    ["src/a.ts", "src/vendor/b.ts", "test/c.ts"].forEach((name) => put(name));
    const exclude = [{ folder: root, patterns: ["test/", "**/vendor/**"] }];
    expect(namesOf(createFileHost([root], { exclude }).files())).toEqual(["src/a.ts"]);
    expect(createExclusion(root, ["test/"])(`${root}/test/c.ts`)).toBe(true);
    expect(createExclusion(root, ["test/"])("/elsewhere/test/c.ts")).toBe(false);
  });

  test("do not loop through symbolic links, and a way out is said", () => {
    put("src/a.ts");
    symlinkSync("..", join(root, "src/up"));
    symlinkSync("self.ts", join(root, "self.ts"));
    symlinkSync(tmpdir(), join(root, "out"));
    const host = createFileHost([root]);
    expect(namesOf(host.files())).toEqual(["src/a.ts"]);
    expect(host.limits().map((limit) => `${limit.file.slice(root.length + 1)} ${limit.reason}`)).toEqual([
      "out left out: a symbolic link to a place outside of the scanned folders",
      "self.ts left out: a symbolic link that leads to itself",
    ]);
  });
});

describe("reading", () => {
  test("leaves out what is huge or no text, and says so", () => {
    const huge = put("huge.js", Buffer.alloc(MAX_FILE_BYTES + 1, 32));
    const binary = put("binary.js", Buffer.from([65, 0, 66]));
    const host = createFileHost([root]);
    expect(host.read(huge)).toBeUndefined();
    expect(host.read(binary)).toBeUndefined();
    expect(host.read(`${root}/absent.ts`)).toBeUndefined();
    expect(host.read(root)).toBeUndefined();
    expect(host.limits().map((limit) => limit.reason)).toEqual(["left out: not text (it has a NUL byte near its start)", "left out: larger than 2 MB"]);
  });

  test("says that a root is missing", () => {
    const host = createFileHost([`${root}/nowhere`]);
    expect(host.files()).toEqual([]);
    expect(host.limits()).toEqual([{ file: `${root}/nowhere`, reason: "left out: there is no such file" }]);
  });

  test("prefers an open document, and forgets on demand", () => {
    const open = new Map<string, string>();
    const file = put("a.ts", "disk");
    const host = createFileHost([root], { openText: (name) => open.get(name) });
    expect(host.read(file)).toBe("disk");
    open.set(file, "typed");
    expect(host.read(file)).toBe("typed");
    open.clear();
    put("a.ts", "saved");
    expect(host.read(file)).toBe("disk");
    host.invalidate(file);
    expect(host.read(file)).toBe("saved");
  });

  test("sees files and folders that appear and go once it is told", () => {
    put("a.ts");
    const host = createFileHost([root]);
    expect(namesOf(host.files())).toEqual(["a.ts"]);
    put("lib/b.ts");
    host.invalidate(`${root}/lib`);
    expect(namesOf(host.files())).toEqual(["a.ts", "lib/b.ts"]);
    rmSync(join(root, "lib"), { recursive: true });
    host.invalidate(`${root}/lib`);
    expect(namesOf(host.files())).toEqual(["a.ts"]);
    rmSync(join(root, "a.ts"));
    host.invalidate(`${root}/a.ts`);
    expect(namesOf(host.files())).toEqual([]);
  });
});

describe("writing", () => {
  test("keeps a byte order mark and refuses what is not UTF-8", () => {
    const marked = put("a.ts", "\uFEFFold");
    expect(createFileHost([root]).read(marked)).toBe("old");
    writeTextFile(marked, "new");
    const latin = put("b.ts", Buffer.from([0x2f, 0x2f, 0xe9]));
    expect(() => writeTextFile(latin, "x")).toThrow("not UTF-8");
    const host = createFileHost([root]);
    expect(host.read(marked)).toBe("new");
  });

  test("never writes over a file that should be new", () => {
    const file = put("a.ts", "mine");
    expect(() => createTextFile(file, "theirs")).toThrow("EEXIST");
    createTextFile(`${root}/deep/b.ts`, "new");
    expect(createFileHost([root]).read(`${root}/deep/b.ts`)).toBe("new");
  });
});
