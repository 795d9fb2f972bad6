/**
 * Starts a rule: `npm run new:rule <id>`.
 * Writes the three files of a rule and its line in the list. The tests then say, one by one, what is still to be written:
 * a spec without cases and a doc with empty sections fail.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const headings = ["What it does", "Why it is bad", "Example", "Use instead", "What it understands", "Limits", "Fix", "References"];

const id = process.argv[2];
if (id === undefined || !/^[a-z]+(-[a-z0-9]+)*$/.test(id)) {
  console.error("Usage: npm run new:rule <id>\nThe id names the hazard, never the remedy, in kebab-case: `npm run new:rule open-redirect`.");
  process.exit(2);
}

const name = id.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
const files = {
  [`src/rules/${id}.ts`]: `import { rule } from "./rule";

/** Say in a sentence what must not happen. */
export const ${name} = rule({
  id: "${id}",
  summary: "Say it in one line without markup and without a full stop",
  severity: "warning",
  precision: "medium",
  cwe: [],
  // Ask the models, for example \`groupBySink(taint.flowsTo("CommandExecution"))\`; never match the text of a callee.
  find: () => [],
  say: () => ({ message: "Say what is wrong, naming the tool and the parameter" }),
  fixes: [],
});
`,
  [`docs/rules/${id}.md`]: `# ${id}\n\n${headings.map((heading) => `## ${heading}\n`).join("\n")}`,
  [`test/rules/${id}.md`]: `# ${id}\n\n## Reported\n\n## Not reported\n\n## Fix\n\n## Known gaps\n`,
};

for (const file of Object.keys(files)) {
  if (!existsSync(join(root, file))) continue;
  console.error(`${file} exists already; choose another id.`);
  process.exit(2);
}
const index = join(root, "src/rules/index.ts");
const list = withRule(readFileSync(index, "utf8"));
for (const [file, text] of Object.entries(files)) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
  console.log(`wrote ${file}`);
}
writeFileSync(index, list);
console.log("added it to src/rules/index.ts");
console.log("Next: write the spec, then the rule, then the doc; then `npm run derive` and `npm run check`.");

/** @param {string} text */
function withRule(text) {
  const imported = `import { ${name} } from "./${id}";\n`;
  const list = /(const rules: readonly Rule\[\] = \[)([^\]]*?)(,?\s*\])/;
  const at = text.indexOf("import ");
  if (at === -1 || !list.test(text)) {
    console.error("src/rules/index.ts has no list of rules of the known form: `export const rules: readonly Rule[] = […];`.");
    process.exit(1);
  }
  const withImport = `${text.slice(0, at)}${imported}${text.slice(at)}`;
  return withImport.replace(list, (_, before, items, after) => `${before}${items}${/\n/.test(items) ? ",\n  " : ", "}${name}${after}`);
}
