import { isJsonObject, type JsonObject, type JsonValue } from "../base/json";

/**
 * Everything that a running server says of itself, as it came over the wire. Nothing in it is to be believed, and nothing is left out:
 * what the protocol does not know stays in `raw`, what breaks the protocol is named in `flaws`.
 */
export interface ServerSurface {
  /** What the person calls the server: its name in the client's configuration, its command or its address. */
  readonly name: string;
  /** "legacy" up to revision 2025-11-25, "modern" from 2026-07-28 on. */
  readonly era?: "legacy" | "modern";
  readonly protocolVersion?: string;
  readonly serverInfo?: JsonObject;
  readonly capabilities?: JsonObject;
  readonly instructions?: string;
  readonly tools: readonly ToolSurface[];
  readonly prompts: readonly OfferSurface[];
  readonly resources: readonly OfferSurface[];
  readonly resourceTemplates: readonly OfferSurface[];
  readonly flaws: readonly SurfaceFlaw[];
  /** A list could not be read to its end: what is not here may be there all the same. `flaws` say why. */
  readonly isCut?: true;
}

/** One thing that a server offers. */
export interface OfferSurface {
  readonly kind: "tool" | "prompt" | "resource" | "resource-template";
  /** Its place in the server's list, from 0. */
  readonly index: number;
  /** Its name as text; empty where it has none. */
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  /** The whole of it, unknown keys included. */
  readonly raw: JsonObject;
}

/** A tool as the server describes it. */
export interface ToolSurface extends OfferSurface {
  readonly kind: "tool";
  readonly inputSchema?: JsonObject;
  readonly outputSchema?: JsonObject;
  readonly annotations?: JsonObject;
}

/** A breach of the protocol, or a limit that was met: told, and never in the way of the rest. */
export interface SurfaceFlaw {
  /** Where: "tools[3].inputSchema", "tools/list", "initialize". */
  readonly place: string;
  /** A sentence such as "has no `type`: strict clients refuse the whole list". */
  readonly message: string;
}

/** A surface of which only tools are known, as from a saved `tools/list` result. */
export function surfaceOfTools(name: string, tools: readonly JsonValue[]): ServerSurface {
  const flaws: SurfaceFlaw[] = [];
  return { name, tools: tools.flatMap((raw, index) => readTool(raw, index, flaws)), prompts: [], resources: [], resourceTemplates: [], flaws };
}

/** Reads one entry of a `tools/list` result. What breaks the protocol is added to `flaws`; only what is no object at all gives nothing. */
export function readTool(raw: JsonValue, index: number, flaws: SurfaceFlaw[]): readonly ToolSurface[] {
  const [offer] = readOffer("tool", raw, index, flaws);
  if (!offer || !isJsonObject(raw)) return [];
  const place = `tools[${index}]`;
  const part = (key: string): JsonObject | undefined => {
    const value = raw[key];
    if (value === undefined || isJsonObject(value)) return value;
    flaws.push({ place: `${place}.${key}`, message: "is no object" });
    return undefined;
  };
  const inputSchema = part("inputSchema");
  if (raw["inputSchema"] === undefined) flaws.push({ place: `${place}.inputSchema`, message: "is missing: strict clients refuse the whole list" });
  else if (inputSchema && inputSchema["type"] !== "object") flaws.push({ place: `${place}.inputSchema`, message: 'has no `type: "object"`: strict clients refuse the whole list' });
  return [{ ...offer, kind: "tool", ...present({ inputSchema, outputSchema: part("outputSchema"), annotations: part("annotations") }) }];
}

/** Reads one prompt, resource or template of a list result. */
export function readOffer(kind: OfferSurface["kind"], raw: JsonValue, index: number, flaws: SurfaceFlaw[]): readonly OfferSurface[] {
  const place = `${listNames[kind]}[${index}]`;
  if (!isJsonObject(raw)) {
    flaws.push({ place, message: "is no object" });
    return [];
  }
  const text = (key: string): string | undefined => {
    const value = raw[key];
    if (value === undefined || typeof value === "string") return value;
    flaws.push({ place: `${place}.${key}`, message: "is no text" });
    return undefined;
  };
  const name = text("name");
  if (raw["name"] === undefined) flaws.push({ place: `${place}.name`, message: "is missing" });
  return [{ kind, index, name: name ?? "", raw, ...present({ title: text("title"), description: text("description") }) }];
}

const listNames = { tool: "tools", prompt: "prompts", resource: "resources", "resource-template": "resourceTemplates" } as const;

/** Without the keys that hold nothing. */
function present<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> }; // `fromEntries` forgets the keys.
}
