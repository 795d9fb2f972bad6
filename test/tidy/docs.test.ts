import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { readMarkdown } from "../support/markdown";
import { exists, read, repositoryFiles } from "./repository";

/** What people read; specs and fixtures are not prose. */
const docs = repositoryFiles().filter((file) => file.endsWith(".md") && !/^test\/(rules|mcp)\//.test(file));

describe.each(docs)("%s", (doc) => {
  const prose = readMarkdown(read(doc)).flatMap((block) => (block.kind === "prose" ? [block] : []));

  it("links to what exists", () => {
    const broken = prose.flatMap((block) =>
      [...block.text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = ""]) => {
        if (/^(https?:|mailto:)/.test(target)) return [];
        const [path = "", anchor] = target.split("#");
        const file = path === "" ? doc : posix.normalize(posix.join(posix.dirname(doc), path));
        if (!exists(file)) return [`${doc}:${block.line}: ${target} leads nowhere.`];
        return anchor === undefined || anchorsOf(file).includes(anchor) ? [] : [`${doc}:${block.line}: ${file} has no heading #${anchor}.`];
      }),
    );
    expect(broken).toEqual([]);
  });

  it("names files that exist", () => {
    // Patterns (`*`, `<id>`) and folders of a user's project are no claims about this repository.
    const claim = /`((?:src|test|scripts|docs|snippets|media|\.ci)\/[\w./-]+)`/g;
    // The sample's own README speaks of the sample's files.
    const base = doc.startsWith("test/sample-server/") ? "test/sample-server/" : "";
    const missing = prose.flatMap((block) => [...block.text.matchAll(claim)].filter(([, path = ""]) => !exists(base + path)).map(([, path]) => `${doc}:${block.line}: there is no ${path ?? ""}.`));
    expect(missing).toEqual([]);
  });
});

it("the scripts that the docs name are in the manifest", () => {
  const manifest = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const known = new Set([...Object.keys(manifest.scripts), "ci", "install"]);
  const unknown = docs.flatMap((doc) => [...read(doc).matchAll(/\bnpm run ([\w:-]+)/g)].filter(([, name = ""]) => !known.has(name)).map(([, name]) => `${doc} names \`npm run ${name ?? ""}\`, which package.json has not.`));
  expect(unknown).toEqual([]);
});

it("everything at the top level has its reason in docs/architecture.md", () => {
  const known = new Set(["src", "snippets", "test", "media", "docs", ".ci", "package.json", "tsconfig.json", ".vscodeignore", "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "esbuild.mjs", "eslint.config.mjs"]);
  const doc = read("docs/architecture.md");
  const top = new Set(repositoryFiles().map((file) => file.replace(/\/.*/, "")));
  const unexplained = [...top].filter((name) => !known.has(name) && !doc.includes(`\`${name}\``) && !doc.includes(`\`${name}/\``));
  expect(unexplained.map((name) => `${name} is new at the top level: say in docs/architecture.md why, or move it.`)).toEqual([]);
});

it("every dependency is argued in docs/architecture.md", () => {
  const manifest = JSON.parse(read("package.json")) as Record<"dependencies" | "devDependencies", Record<string, string>>;
  const doc = read("docs/architecture.md");
  // Types come with what they are the types of.
  const names = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)].filter((name) => !name.startsWith("@types/"));
  expect(names.filter((name) => !doc.includes(`\`${name}\``)).map((name) => `${name} has no row under "Dependencies" of docs/architecture.md: say what it is for and why it is not our own code, or remove it.`)).toEqual([]);
});

it("everything that ships is imported", () => {
  const manifest = JSON.parse(read("package.json")) as { dependencies: Record<string, string> };
  const code = repositoryFiles().filter((file) => file.startsWith("src/") && file.endsWith(".ts")).map(read).join("\n");
  expect(Object.keys(manifest.dependencies).filter((name) => !code.includes(`from "${name}`)).map((name) => `src/ imports nothing from ${name}: remove it, or move it to devDependencies.`)).toEqual([]);
});

function anchorsOf(file: string): readonly string[] {
  return readMarkdown(read(file)).flatMap((block) => (block.kind === "heading" ? [block.text.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").trim().replaceAll(" ", "-")] : []));
}
