/** What a folder of src/ may import. */
export interface Layer {
  /** Other folders. */
  readonly imports: readonly string[];
  /** Folders of which only types may be imported. */
  readonly types: readonly string[];
  /** Packages and modules of the platform, as imported. */
  readonly outside: readonly string[];
}

/** The law of imports, downwards only; what is not listed is forbidden. docs/architecture.md says why. */
export const layers: Readonly<Record<string, Layer>> = {
  base: layer([]),
  syntax: layer(["base"], { outside: ["ts-morph", "jsonc-parser"] }),
  schema: layer(["base", "syntax"], { outside: ["@eslint-community/regexpp"] }),
  mcp: layer(["base", "syntax", "schema"]),
  taint: layer(["base", "syntax", "schema"]),
  wording: layer(["base"]),
  rules: layer(["base", "syntax", "mcp", "taint", "wording"], { types: ["schema"] }),
  engine: layer(["base", "syntax", "mcp", "taint", "rules"], { outside: ["jsonc-parser", "ignore"] }),
  files: layer(["base"], { outside: ["node:fs", "node:path", "node:buffer", "ignore"] }),
  audit: layer(["base", "wording"]),
  scan: layer(["base", "engine", "audit"], { outside: ["ignore"] }),
  report: layer(["base"], { types: ["audit"] }),
  panel: layer([], { types: ["base", "audit"] }),
  cli: layer(["base", "engine", "audit", "scan", "report", "files"], { outside: ["node:", "diff"] }),
  editor: layer(["base", "engine", "audit", "scan", "report", "files"], { outside: ["vscode"] }),
  "extension.ts": layer(["base", "engine", "audit", "report", "files", "editor"], { outside: ["vscode"] }),
};

/** Single files that reach further than their folder, each with its reason. */
export const exceptions: readonly { readonly file: RegExp; readonly specifier: RegExp; readonly reason: string }[] = [
  { file: /^audit\/connect\//, specifier: /^(node:|@modelcontextprotocol\/client|cross-spawn$)/, reason: "the only place with processes and network" },
  { file: /^audit\/configuration\/parse-[a-z]+\.ts$/, specifier: /^(jsonc-parser|yaml|toml-eslint-parser)$/, reason: "the notations of configuration files, each read in one place" },
  { file: /^editor\//, specifier: /^panel\/protocol$/, reason: "the messages that both sides share" },
  { file: /^editor\/audit\//, specifier: /^wording\/surface$/, reason: "what a server says, which audits carry" },
  { file: /^editor\/audit\/(panel|choose-server|configured-servers)\.ts$/, specifier: /^node:(crypto|os)$/, reason: "a nonce, and the person's home folder as a start" },
  { file: /^cli\/main\.ts$/, specifier: /^\.\.\/package\.json$/, reason: "the version, which stands there only" },
  { file: /^extension\.ts$/, specifier: /^panel\/protocol$/, reason: "the messages that both sides share" },
  { file: /^editor\/(audit\/)?worker[a-z-]*\.ts$/, specifier: /^node:(worker_threads|path|url|fs)$/, reason: "the threads of the engine and of an audit, and their clients" },
];

/**
 * Says why an import is against the law, or undefined where it is fine.
 * @param file from src/, such as "mcp/model.ts"
 * @param specifier as written for packages, and from src/ for files ("taint/taint")
 */
export function importProblem(file: string, specifier: string, kind: { readonly isLocal: boolean; readonly typeOnly: boolean }): string | undefined {
  const from = folderOf(file);
  const law = layers[from];
  if (law === undefined) return `src/${file} lies in no known layer: add "${from}" to test/tidy/layers.ts and to the table in docs/architecture.md, or move the file.`;
  if (exceptions.some((each) => each.file.test(file) && each.specifier.test(specifier))) return undefined;
  if (kind.isLocal) return localProblem(file, from, specifier, law, kind.typeOnly);
  if (law.outside.some((allowed) => specifier === allowed || specifier.startsWith(`${allowed}/`) || (allowed.endsWith(":") && specifier.startsWith(allowed)))) return undefined;
  return `src/${file} imports "${specifier}", and ${from} may import ${law.outside.length === 0 ? "nothing from outside" : `only ${law.outside.join(", ")} from outside`}: pass what it needs in as plain data, or do this in a layer that may.`;
}

function localProblem(file: string, from: string, specifier: string, law: Layer, typeOnly: boolean): string | undefined {
  const to = folderOf(specifier);
  if (to === from) return ruleProblem(file, specifier);
  if (law.imports.includes(to)) return undefined;
  if (law.types.includes(to)) return typeOnly ? undefined : `src/${file} imports values from ${to}, of which ${from} may have types only: write \`import type\`, or move the value down.`;
  return `src/${file} imports src/${specifier}, and ${from} may import ${law.imports.length === 0 ? "no other layer" : `only ${law.imports.join(", ")}`}: move what they share down, or hand it over from above.`;
}

/** A rule never leans on another: only the list knows them all. What rules share lies in rules/fix or in the type. */
function ruleProblem(file: string, specifier: string): string | undefined {
  const isRule = /^rules\/(?!rule$|index$)[a-z0-9-]+$/;
  if (!isRule.test(specifier) || file === "rules/index.ts") return undefined;
  return `src/${file} imports another rule, src/${specifier}: move what they share to src/rules/fix/ or to a layer below.`;
}

function folderOf(path: string): string {
  const slash = path.indexOf("/");
  return slash === -1 ? (path === "extension" ? "extension.ts" : path) : path.slice(0, slash);
}

function layer(imports: readonly string[], more: { readonly types?: readonly string[]; readonly outside?: readonly string[] } = {}): Layer {
  return { imports, types: more.types ?? [], outside: more.outside ?? [] };
}
