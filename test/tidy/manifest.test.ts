import ts from "typescript";
import { describe, expect, it } from "vitest";
import { severities } from "../../src/base/finding";
import { exists, filesIn, read } from "./repository";

interface Manifest {
  readonly main: string;
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly capabilities: { readonly untrustedWorkspaces: { readonly supported: unknown; readonly restrictedConfigurations?: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly properties?: Readonly<Record<string, { readonly enum: readonly string[] }>> }>> };
    readonly jsonValidation?: readonly { readonly url: string }[];
  };
}

const manifest = JSON.parse(read("package.json")) as Manifest;
const words = JSON.parse(read("package.nls.json")) as Readonly<Record<string, string>>;
const editor = [...filesIn("src/editor", ".ts"), "src/extension.ts"];

describe("the manifest says what the code does", () => {
  it("in its commands: those that take nothing are offered to people, the others are not", () => {
    const table = commandTable();
    const offered = manifest.contributes.commands.map((each) => each.command);
    expect([...offered].sort(), "Commands of the manifest, and those of CommandTable in src/editor/commands.ts that take nothing, must be the same.").toEqual(
      [...table].filter(([, takes]) => takes === 0).map(([name]) => name).sort(),
    );
  });

  it("in its settings: every one is read, and none is read that is not there", () => {
    const section = /getConfiguration\("portcullis"/;
    const reads = editor.map(read).filter((text) => section.test(text)).flatMap((text) => [...text.matchAll(/\.(?:get|inspect)<[^>]*>+\("([\w.-]+)"/g)].map((match) => `portcullis.${match[1] ?? ""}`));
    expect([...new Set(reads)].sort(), "Settings of the manifest, and those that src/editor reads, must be the same.").toEqual(Object.keys(manifest.contributes.configuration.properties).sort());
  });

  it("in the levels of a rule", () => {
    const rules = Object.values(manifest.contributes.configuration.properties["portcullis.rules"]?.properties ?? {});
    expect(rules.length).toBeGreaterThan(0);
    for (const rule of rules) expect(rule.enum).toEqual([...severities, "off"]);
  });

  it("in its words: every one that is named is there, and none is left over", () => {
    const named = [...read("package.json").matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] ?? "");
    expect(named.filter((name) => words[name] === undefined).map((name) => `package.nls.json lacks "${name}".`)).toEqual([]);
    expect(Object.keys(words).filter((name) => !named.includes(name)).map((name) => `"${name}" of package.nls.json is named nowhere in package.json.`)).toEqual([]);
  });

  it("in the files it names", () => {
    const ignored = read(".vscodeignore");
    const shipped = [manifest.icon, ...(manifest.contributes.jsonValidation ?? []).map((each) => each.url.replace(/^\.\//, ""))];
    expect(shipped.filter((file) => !exists(file)).map((file) => `package.json names ${file}, which does not exist.`)).toEqual([]);
    expect(shipped.filter((file) => !ignored.includes(`!${file}`)).map((file) => `package.json names ${file}; let .vscodeignore keep it.`)).toEqual([]);
  });

  it("and it starts nothing too early", () => {
    expect(manifest.activationEvents.filter((event) => event === "*" || event === "onStartupFinished"), "Activate on what is served, never on everything.").toEqual([]);
  });

  it("and it runs nothing in a workspace that nobody trusts", () => {
    expect(manifest.capabilities.untrustedWorkspaces.supported).toBe("limited");
  });
});

/** The commands of the code, with how many arguments each takes. */
function commandTable(): ReadonlyMap<string, number> {
  const file = "src/editor/commands.ts";
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  const table = source.statements.filter(ts.isInterfaceDeclaration).find((each) => each.name.text === "CommandTable");
  const commands = new Map<string, number>();
  for (const member of table?.members ?? []) {
    if (ts.isPropertySignature(member) && ts.isStringLiteral(member.name) && member.type !== undefined && ts.isTupleTypeNode(member.type)) commands.set(member.name.text, member.type.elements.length);
  }
  return commands;
}
