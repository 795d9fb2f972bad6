import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json";
import { capabilitiesOf, type Capability } from "../../wording/capabilities";
import type { ToolSurface } from "../../wording/surface";
import type { AuditFinding, Check } from "../audit";

type Said = Required<Pick<AuditFinding, "severity" | "field" | "message" | "evidence">>;

/** A whole command, program or query as one text: whatever a model is talked into is run. */
const unconstrainedParameter = check("unconstrained-parameter", "A parameter takes any command, code or query, and the schema puts no bounds to it", "note", (tool) =>
  propertiesOf(tool).flatMap(([name, schema]): readonly Said[] => {
    const risk = RISKS.find(({ names }) => names.test(name));
    if (risk === undefined || schema["type"] !== "string" || BOUNDS.some((key) => schema[key] !== undefined)) return [];
    if (!risk.isCertain && !capabilitiesOf(tool).some(({ capability }) => risk.needs.includes(capability))) return [];
    return [{ severity: "note", field: `inputSchema.properties.${name}`, message: `takes any ${risk.what} as "${name}": the schema puts no bounds to it`, evidence: JSON.stringify(schema).slice(0, 200) }];
  }),
);

interface Risk {
  readonly names: RegExp;
  readonly what: string;
  /** Whether the name alone says what is done with it. */
  readonly isCertain: boolean;
  readonly needs: readonly Capability[];
}

const RISKS: readonly Risk[] = [
  { names: /^(?:shell_?command|command_?line|bash_?command|shell|cmd_?line)$/i, what: "command line", isCertain: true, needs: [] },
  { names: /^(?:command|cmd|script)$/i, what: "command", isCertain: false, needs: ["runs-commands"] },
  { names: /^(?:code|python_?code|js_?code|javascript|source_?code)$/i, what: "program", isCertain: false, needs: ["runs-commands"] },
  { names: /^(?:sql|sql_?query|raw_?sql|sql_?statement)$/i, what: "SQL", isCertain: true, needs: [] },
  { names: /^(?:path|file_?path|filepath|directory)$/i, what: "path", isCertain: false, needs: ["deletes"] },
];

/** What bounds a text, however loosely. */
const BOUNDS = ["enum", "const", "pattern", "format", "maxLength", "anyOf", "oneOf", "allOf", "$ref"];

/** A schema that is none: strict clients drop the tool, or the whole list, and lenient ones check nothing. */
const invalidSchema = check("invalid-schema", "A schema breaks JSON Schema, so that clients refuse the tool or check nothing", "warning", (tool) => {
  const found: Said[] = [];
  for (const [field, schema] of [["inputSchema", tool.inputSchema], ["outputSchema", tool.outputSchema]] as const) if (schema) validate(schema, field, schema, found);
  return found.slice(0, MOST);
});

/** The first mistakes tell it all. */
const MOST = 3;

/** Schemas nest a dozen levels, and a server chooses how deep its own is. */
const MOST_SCHEMAS = 2_000;

const TYPES: ReadonlySet<string> = new Set(["string", "number", "integer", "boolean", "object", "array", "null"]);

function validate(root: JsonObject, start: string, whole: JsonObject, found: Said[]): void {
  const waiting: { readonly schema: JsonObject; readonly field: string }[] = [{ schema: root, field: start }];
  for (let seen = 0; waiting.length > 0 && seen < MOST_SCHEMAS && found.length < MOST; seen++) {
    const { schema, field } = waiting.pop() ?? { schema: {}, field: "" };
    mistakesIn(schema, whole, (severity, key, message) => found.push({ severity, field: `${field}.${key}`, message: `has in ${field}.${key} ${message}`, evidence: (JSON.stringify(schema[key]) ?? "").slice(0, 200) }));
    for (const key of ["properties", "patternProperties", "$defs", "definitions"]) {
      const members = schema[key];
      if (!isJsonObject(members)) continue;
      for (const [name, value] of Object.entries(members)) {
        if (isJsonObject(value)) waiting.push({ schema: value, field: `${field}.${key}.${name}` });
        else if (typeof value !== "boolean" && found.length < MOST) found.push({ severity: "warning", field: `${field}.${key}.${name}`, message: `has in ${field}.${key}.${name} something that is no schema`, evidence: JSON.stringify(value).slice(0, 200) });
      }
    }
    for (const key of ["items", "additionalProperties", "not"]) if (isJsonObject(schema[key])) waiting.push({ schema: schema[key], field: `${field}.${key}` });
    for (const key of ["anyOf", "oneOf", "allOf", "prefixItems"]) listOf(schema[key]).forEach((value, index) => isJsonObject(value) && waiting.push({ schema: value, field: `${field}.${key}[${index}]` }));
  }
}

function mistakesIn(schema: JsonObject, whole: JsonObject, say: (severity: Said["severity"], key: string, message: string) => void): void {
  const { type, required, properties, pattern, $ref: reference } = schema;
  const types = Array.isArray(type) ? listOf(type) : type === undefined ? [] : [type];
  if (types.some((each) => typeof each !== "string" || !TYPES.has(each))) say("warning", "type", "a type that JSON Schema does not have");
  if (required !== undefined && !(Array.isArray(required) && listOf(required).every((each) => typeof each === "string"))) say("warning", "required", "something else than a list of names");
  if (properties !== undefined && !isJsonObject(properties)) say("warning", "properties", "something else than properties by name");
  if (schema["enum"] !== undefined && (!Array.isArray(schema["enum"]) || schema["enum"].length === 0)) say("warning", "enum", "a list of values that allows none");
  if (typeof pattern === "string" && !isPattern(pattern)) say("warning", "pattern", "a pattern that can't be read");
  if (typeof reference === "string") referenceMistake(reference, whole, say);
  if (Array.isArray(required) && isJsonObject(properties) && schema["additionalProperties"] === false) {
    const missing = listOf(required).find((name) => typeof name === "string" && !Object.hasOwn(properties, name));
    if (missing !== undefined) say("warning", "required", `the name ${JSON.stringify(missing)}, which the schema forbids: no call can be right`);
  }
}

function referenceMistake(reference: string, whole: JsonObject, say: (severity: Said["severity"], key: string, message: string) => void): void {
  if (/^(?:https?|file|ftp):/i.test(reference)) say("warning", "$ref", "a reference to another place: a client that follows it fetches what a stranger may change");
  else if (reference.startsWith("#/") && !resolves(reference.slice(2).split("/"), whole)) say("warning", "$ref", "a reference to what is not there");
}

function resolves(steps: readonly string[], root: JsonValue): boolean {
  let current: JsonValue | undefined = root;
  for (const step of steps) {
    const key = decoded(step).replaceAll("~1", "/").replaceAll("~0", "~");
    current = isJsonObject(current) ? (Object.hasOwn(current, key) ? current[key] : undefined) : Array.isArray(current) ? listOf(current)[Number(key)] : undefined;
    if (current === undefined) return false;
  }
  return true;
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step; // A lone percent sign stands for itself.
  }
}

/** Patterns are written for several engines; only what none of them reads is wrong. */
function isPattern(pattern: string): boolean {
  if (pattern.length > 2_000 || /\(\?(?:[imsx-]+\)|P?<|#|>)|\\[AzZpP]|\[\[:/.test(pattern)) return true;
  try {
    return new RegExp(pattern, "u") instanceof RegExp;
  } catch {
    try {
      return new RegExp(pattern) instanceof RegExp;
    } catch {
      return false;
    }
  }
}

/** Parameters beyond those that are listed reach a tool that acts on them unseen. */
const openSchema = check("open-schema", "A tool that runs, writes or deletes takes parameters that its schema does not name", "note", (tool) => {
  const schema = tool.inputSchema;
  if (schema === undefined || schema["additionalProperties"] !== true || propertiesOf(tool).length === 0) return [];
  const harm = capabilitiesOf(tool).find(({ capability }) => capability === "runs-commands" || capability === "deletes" || capability === "writes");
  return harm === undefined ? [] : [{ severity: "note", field: "inputSchema.additionalProperties", message: "takes parameters that its schema does not name, and whoever approves a call does not expect", evidence: "additionalProperties: true" }];
});

/** Without a word of what it does, neither a model nor a person can tell when a tool is wrong to call. */
const missingDescription = check("missing-description", "A tool does not say what it does", "note", (tool) =>
  (tool.description ?? "").trim() === "" && (tool.title ?? "").trim() === "" ? [{ severity: "note", field: "description", message: "does not say what it does", evidence: tool.name }] : [],
);

function propertiesOf({ inputSchema }: ToolSurface): readonly (readonly [string, JsonObject])[] {
  const properties = inputSchema?.["properties"];
  return isJsonObject(properties) ? Object.entries(properties).flatMap(([name, schema]) => (isJsonObject(schema) ? [[name, schema] as const] : [])) : [];
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

function check(id: string, summary: string, severity: AuditFinding["severity"], look: (tool: ToolSurface) => readonly Said[]): Check {
  return {
    id,
    category: "schema",
    summary,
    severity,
    needs: ["surface"],
    run: ({ surface }) => (surface?.tools ?? []).flatMap((tool) => look(tool).map((said) => ({ check: id, category: "schema" as const, confidence: "high" as const, tool: tool.name, ...said, message: `"${tool.name}" ${said.message}` }))),
  };
}

/** The checks of what tools take. */
export const schemaChecks: readonly Check[] = [invalidSchema, unconstrainedParameter, openSchema, missingDescription];
