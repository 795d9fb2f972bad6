import { verbOf, wordsOf } from "../../wording/capabilities";
import { bareName, glanceOf, isOneSlip } from "../../wording/similar-names";
import type { ServerSurface, ToolSurface } from "../../wording/surface";
import type { AuditFinding, Check } from "../audit";
import { wellKnownTools } from "./well-known-tools";

type Said = Pick<AuditFinding, "severity" | "confidence" | "message" | "evidence"> & { readonly tool: ToolSurface };

/** Two tools of one name: which of them runs is chance. */
const duplicateTool = check("duplicate-tool", "Two tools of the server have the same name", "warning", ({ tools }) => {
  const seen = new Map<string, ToolSurface>();
  return tools.flatMap((tool): readonly Said[] => {
    const first = seen.get(tool.name);
    if (first === undefined) seen.set(tool.name, tool);
    if (first === undefined || tool.name === "") return [];
    return [{ tool, severity: "warning", confidence: "high", message: `"${tool.name}" is listed twice: which of the two runs is left to chance`, evidence: `tools[${first.index}], tools[${tool.index}]` }];
  });
});

/** Names that a reader takes for one another. */
const confusableTool = check("confusable-tool", "A tool's name looks like another one's", "error", ({ tools }, others) => {
  const own = tools.flatMap((tool): readonly Said[] => lettersOf(tool));
  const seen = new Map<string, ToolSurface>();
  const twins = tools.flatMap((tool): readonly Said[] => {
    const key = bareName(tool.name);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, tool);
    if (first === undefined || first.name === tool.name || key === "") return [];
    return [{ tool, severity: "note", confidence: "high", message: `"${tool.name}" and "${first.name}" differ in case and separators only: a model takes one for the other`, evidence: `${first.name}, ${tool.name}` }];
  });
  const servers = [glancesOf(tools), ...others.map((other) => glancesOf(other.tools, other.name))];
  return [...own, ...twins, ...tools.flatMap((tool) => alikeAmong(tool, servers))];
});

/** Letters of another alphabet in a name of Latin ones. */
function lettersOf(tool: ToolSurface): readonly Said[] {
  if (!/[a-z]/i.test(tool.name) || !/[\u0250-\u02af\u0370-\u058f\ufeff]|[\u200b-\u200f\u2060-\u2064]|[\ufe00-\ufe0f]|[\u{E0000}-\u{E007F}]/u.test(tool.name)) return [];
  return [{ tool, severity: "error", confidence: "high", message: `"${tool.name}" mixes letters of several alphabets, or holds invisible ones, and reads as "${glanceOf(tool.name)}"`, evidence: [...tool.name].map((letter) => (letter.charCodeAt(0) > 0x7e ? `${letter} (U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")})` : letter)).join("") }];
}

/** The tools of one server by what is seen of their names at a glance, one of each name: ten thousand tools are not compared with one another. */
interface Glances {
  readonly server: string | undefined;
  readonly tools: ReadonlyMap<string, ReadonlyMap<string, ToolSurface>>;
}

function glancesOf(tools: readonly ToolSurface[], server?: string): Glances {
  const byGlance = new Map<string, Map<string, ToolSurface>>();
  for (const tool of tools) {
    const glance = glanceOf(tool.name);
    const names = byGlance.get(glance) ?? new Map<string, ToolSurface>();
    if (names.size < MOST_ALIKE && !names.has(tool.name)) names.set(tool.name, tool);
    byGlance.set(glance, names);
  }
  return { server, tools: byGlance };
}

/** Of more names that look the same, the first ones say enough. */
const MOST_ALIKE = 20;

/** Names that look the same at a glance and are not: `read_fiIe` beside `read_file`. */
function alikeAmong(tool: ToolSurface, servers: readonly Glances[]): readonly Said[] {
  const glance = glanceOf(tool.name);
  const bare = bareName(tool.name);
  for (const { server, tools } of servers) {
    const other = [...(tools.get(glance)?.values() ?? [])].find((each) => each.name !== tool.name && bareName(each.name) !== bare);
    // Numbered tools differ in a digit on purpose.
    if (other === undefined || /\d/.test(other.name + tool.name) || (server === undefined && other.index > tool.index)) continue;
    return [{ tool, severity: "error", confidence: "medium", message: `"${tool.name}" looks like "${other.name}"${server === undefined ? "" : ` of ${server}`} at a glance`, evidence: `${other.name}, ${tool.name}` }];
  }
  return [];
}

/** The same name on two servers: the model sees both, and takes the one whose description it likes better. */
const shadowedTool = check("shadowed-tool", "Another server of the same person has a tool of the same name", "note", ({ tools }, others) => {
  const owners = new Map<string, ServerSurface>();
  for (const other of others) for (const { name } of other.tools) if (!owners.has(name)) owners.set(name, other);
  return tools.flatMap((tool): readonly Said[] => {
    const other = tool.name === "" ? undefined : owners.get(tool.name);
    return other === undefined ? [] : [{ tool, severity: "note", confidence: "medium", message: `"${tool.name}" is also a tool of ${other.name}: where the client does not tell servers apart, a model may call the wrong one`, evidence: other.name }];
  });
});

/** A name one slip away from one that everybody knows. */
const imitatedTool = check("imitated-tool", "A tool's name is one slip away from that of a well-known tool", "warning", ({ tools }) =>
  tools.flatMap((tool): readonly Said[] => {
    const known = tool.name.length < SHORTEST || wellKnownTools.has(tool.name) ? undefined : [...wellKnownTools].find((name) => isImitation(tool.name, name));
    return known === undefined ? [] : [{ tool, severity: "warning", confidence: "medium", message: `"${tool.name}" is one slip away from "${known}", which clients and many servers have`, evidence: `${known}, ${tool.name}` }];
  }),
);

/** Shorter names are near each other by chance. */
const SHORTEST = 8;

/** Plurals and numbers are other words, not slips; so is another verb: "get_commit" is not a mistaken "git_commit". */
function isImitation(name: string, known: string): boolean {
  if (known.length < SHORTEST || !isOneSlip(name, known)) return false;
  const words = wordsOf(known);
  if (wordsOf(name).some((word) => !words.includes(word) && verbOf([word]) !== undefined)) return false;
  const [longer, shorter] = name.length >= known.length ? [name, known] : [known, name];
  return !(longer.length !== shorter.length && /s(?:_|$)/.test(longer) && longer.replace(/s(?=_|$)/g, "") === shorter.replace(/s(?=_|$)/g, "")) && bareName(name) !== bareName(known) && !/\d/.test(name);
}

function check(id: string, summary: string, severity: AuditFinding["severity"], look: (surface: ServerSurface, others: readonly ServerSurface[]) => readonly Said[]): Check {
  return {
    id,
    category: "identity",
    summary,
    severity,
    needs: ["surface"],
    run: ({ surface, others }) => (surface === undefined ? [] : look(surface, others).map(({ tool, ...said }) => ({ check: id, category: "identity" as const, tool: tool.name, field: "name", ...said }))),
  };
}

/** The checks of what tools are called. */
export const identityChecks: readonly Check[] = [duplicateTool, confusableTool, shadowedTool, imitatedTool];
