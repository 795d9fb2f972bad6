import { capabilitiesOf, DELETES, verbOf, wordsOf, type Capability } from "../../wording/capabilities";
import type { ServerSurface, ToolSurface } from "../../wording/surface";
import type { AuditFinding, Check } from "../audit";

/** A promise to only read, which the name contradicts. */
const falseReadOnly = check("false-read-only", "A tool says that it only reads, and its name says otherwise", "warning", (tool) => {
  if (tool.annotations?.["readOnlyHint"] !== true) return undefined;
  const verb = verbOf(wordsOf(tool.name).slice(0, 1));
  if (verb === undefined || !(DELETES.has(verb) || CHANGES.has(verb))) return undefined;
  return { severity: "warning", field: "annotations.readOnlyHint", message: `says that it only reads, and its name that it will ${verb}: clients run such tools without asking`, evidence: `${tool.name}: readOnlyHint true` };
});

/** A denial that something is destroyed, or silence about it. */
const undeclaredDestruction = check("undeclared-destruction", "A tool deletes by its name and does not say so in its hints", "warning", (tool) => {
  const words = wordsOf(tool.name);
  const verb = verbOf(words.slice(0, 1)) ?? verbOf(words.slice(-1));
  if (verb === undefined || !DELETES.has(verb) || tool.annotations?.["destructiveHint"] === true || tool.annotations?.["readOnlyHint"] === true) return undefined;
  if (tool.annotations?.["destructiveHint"] === false) return { severity: "warning", field: "annotations.destructiveHint", message: `says that it destroys nothing, and its name that it will ${verb}`, evidence: `${tool.name}: destructiveHint false` };
  return { severity: "note", field: "annotations", message: `will ${verb} and has no destructiveHint: clients can't warn before it runs`, evidence: tool.name };
});

/** Verbs that change something whatever they are about; a "create" may only make a text. */
const CHANGES: ReadonlySet<string> = new Set(["write", "overwrite", "edit", "insert", "modify", "rename", "upload", "install", "send", "publish", "update", "upsert", "push", "deploy"]);

/** The three that together let a stranger's sentence carry private data away; any two of them are harmless by comparison. */
const toxicCombination: Check = {
  id: "toxic-combination",
  category: "privilege",
  summary: "The tools together can read private data, read strangers' words and send something out",
  severity: "note",
  needs: ["surface"],
  run: ({ surface, others }) => (surface === undefined ? [] : combination(surface, others)),
};

const PARTS: readonly { readonly is: readonly Capability[]; readonly does: string }[] = [
  { is: ["reads-private-data", "reads-secrets", "reads-files"], does: "read private data" },
  { is: ["reads-untrusted-content"], does: "read what strangers wrote" },
  { is: ["sends-messages", "fetches-urls", "runs-commands"], does: "send something out" },
];

function combination(surface: ServerSurface, others: readonly ServerSurface[]): readonly AuditFinding[] {
  const own = PARTS.map(({ is }) => firstOf(surface, is));
  const isWhole = own.every((tool) => tool !== undefined);
  // Where another server does it all, or this one adds nothing, this one is not what makes the combination.
  if (!isWhole && (own.every((tool) => tool === undefined) || others.some((other) => PARTS.every(({ is }) => firstOf(other, is) !== undefined)))) return [];
  const found = PARTS.map(({ is }, index) => own[index] ?? others.map((other) => firstOf(other, is, other.name)).find((tool) => tool !== undefined));
  if (found.some((tool) => tool === undefined)) return [];
  const told = PARTS.map(({ does }, index) => `${found[index] ?? ""} can ${does}`).join(", ");
  return [{ check: "toxic-combination", category: "privilege", severity: "note", confidence: "low", message: `${isWhole ? "its tools" : "its tools and those of other servers"} together let a sentence in foreign content carry private data away: ${told}`, evidence: found.join(", ") }];
}

function firstOf({ tools }: ServerSurface, wanted: readonly Capability[], server?: string): string | undefined {
  const tool = tools.find((each) => capabilitiesOf(each).some(({ capability }) => wanted.includes(capability)));
  return tool === undefined ? undefined : `"${tool.name.slice(0, 80)}"${server === undefined ? "" : ` of ${server}`}`;
}

/** What is said of one tool. */
type Said = Required<Pick<AuditFinding, "severity" | "field" | "message" | "evidence">>;

function check(id: string, summary: string, severity: AuditFinding["severity"], look: (tool: ToolSurface) => Said | undefined): Check {
  return {
    id,
    category: "privilege",
    summary,
    severity,
    needs: ["surface"],
    run: ({ surface }) =>
      (surface?.tools ?? []).flatMap((tool) => {
        const said = look(tool);
        return said === undefined ? [] : [{ check: id, category: "privilege" as const, confidence: "high" as const, tool: tool.name, ...said, message: `"${tool.name}" ${said.message}` }];
      }),
  };
}

/** The checks of what tools may do, and whether they say so. */
export const privilegeChecks: readonly Check[] = [falseReadOnly, undeclaredDestruction, toxicCombination];
