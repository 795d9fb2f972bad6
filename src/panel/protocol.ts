import type { AuditFinding, CheckOutcome, Score } from "../audit/audit";
import type { Severity } from "../base/finding";

/**
 * What the panel and the extension host say to each other: plain data, in both directions.
 * Every text that comes from a server is shown as text, character by character; none is ever read as markup.
 */

/** How far the audit of a server is. */
export type ServerState =
  | { readonly kind: "waiting" }
  | { readonly kind: "running"; readonly text: string }
  | { readonly kind: "done"; readonly when: string }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "cancelled" };

/** How many findings there are of each level. */
export type Counts = Readonly<Record<Severity, number>>;

/** A server as the list of servers shows it. */
export interface ServerItem {
  readonly id: string;
  readonly name: string;
  /** How it is reached or started, without secrets. */
  readonly target?: string;
  readonly state: ServerState;
  readonly score?: number;
  readonly counts?: Counts;
}

/** Everything the panel shows of one server, except the details of what it offers. */
export interface ServerView {
  readonly id: string;
  readonly score: Score;
  /** Lines such as "Protocol" and "2025-11-25". */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly instructions?: string;
  readonly findings: readonly FindingItem[];
  readonly suppressed: readonly SuppressedItem[];
  readonly offers: readonly OfferItem[];
  readonly outcomes: readonly CheckOutcome[];
  readonly limits: readonly string[];
  readonly unreachable?: string;
  readonly stderr?: string;
  readonly pin: PinView;
  /** Where the workspace holds this server's source: how many of its tools are registered there. */
  readonly source?: { readonly found: number; readonly of: number };
  /** Whether the person has a language model whose opinion can be asked for. */
  readonly hasModel: boolean;
}

/** What is remembered of a server, and whether it still holds. */
export type PinView = { readonly kind: "none" } | { readonly kind: "same"; readonly when: string } | { readonly kind: "changed"; readonly when: string; readonly changed: number };

/** A finding of the audit. */
export interface FindingItem extends AuditFinding {
  /** Its place in the list of findings. */
  readonly id: number;
  /** The offer it is about, by its place in the list of offers. */
  readonly offer?: number;
}

/** A finding that a person has set aside, with the reason. */
export interface SuppressedItem extends FindingItem {
  readonly reason: string;
}

/** A tool, prompt or resource as the list shows it. */
export interface OfferItem {
  /** Its place in the list of offers. */
  readonly id: number;
  readonly kind: "tool" | "prompt" | "resource" | "resource-template";
  readonly name: string;
  readonly title?: string;
  /** The beginning of its description. */
  readonly summary: string;
  /** What a search looks through beside the name and the title, in lower case. */
  readonly search: string;
  /** What it can do or says of itself: "reads files", "read-only". */
  readonly capabilities: readonly string[];
  readonly counts: Counts;
  /** Whether the workspace holds the line that registers it. */
  readonly hasSource: boolean;
  /** Whether it has changed, or come, since the pin. */
  readonly isChanged: boolean;
}

/** The details of one offer, sent when a person looks at it. */
export interface OfferDetail {
  readonly server: string;
  readonly id: number;
  readonly description?: string;
  readonly parameters: readonly ParameterItem[];
  /** Hints and other members beside the schema, as JSON by their name. */
  readonly annotations: readonly { readonly name: string; readonly value: string }[];
  /** The whole of it as JSON, unknown keys included; perhaps cut. */
  readonly raw: string;
  /** The line that registers it: "src/tools/files.ts:12". */
  readonly source?: string;
  /** What the analysis of the code says of it. */
  readonly codeFindings: readonly CodeFindingItem[];
}

/** One parameter of a tool or prompt. */
export interface ParameterItem {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly description: string;
}

/** A finding in the source of a tool. */
export interface CodeFindingItem {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** "src/tools/files.ts:12". */
  readonly place: string;
}

/** What the person's own language model has said of an offer; marked as such wherever it is shown. */
export interface Opinion {
  readonly server: string;
  readonly offer: number;
  readonly model: string;
  readonly state: "asking" | "done" | "failed";
  readonly text: string;
}

/** From the extension host to the panel. */
export type ToPanel =
  | { readonly type: "servers"; readonly servers: readonly ServerItem[]; readonly selected?: string }
  | { readonly type: "server"; readonly view: ServerView }
  | { readonly type: "offer"; readonly detail: OfferDetail }
  | { readonly type: "opinion"; readonly opinion: Opinion };

/** One message a name, so that whoever takes them can tell them apart by it. */
type Named<T extends string, Members> = T extends string ? { readonly type: T } & Readonly<Members> : never;

/** From the panel to the extension host. */
export type FromPanel =
  | Named<"ready", object>
  | Named<"select" | "audit" | "cancel" | "pin" | "drift" | "export" | "remove", { server: string }>
  | Named<"offer" | "openSource" | "showChange" | "acceptChange" | "askModel", { server: string; offer: number }>
  | Named<"openCode", { server: string; offer: number; index: number }>
  | Named<"suppress" | "unsuppress", { server: string; finding: number }>
  | Named<"explain", { check: string }>;

const shapes: { readonly [K in FromPanel["type"]]: Readonly<Record<string, "string" | "number">> } = {
  ready: {},
  select: { server: "string" },
  audit: { server: "string" },
  cancel: { server: "string" },
  pin: { server: "string" },
  drift: { server: "string" },
  export: { server: "string" },
  remove: { server: "string" },
  offer: { server: "string", offer: "number" },
  openSource: { server: "string", offer: "number" },
  showChange: { server: "string", offer: "number" },
  acceptChange: { server: "string", offer: "number" },
  askModel: { server: "string", offer: "number" },
  openCode: { server: "string", offer: "number", index: "number" },
  suppress: { server: "string", finding: "number" },
  unsuppress: { server: "string", finding: "number" },
  explain: { check: "string" },
};

/** Reads a message of the panel; undefined where it is none. A webview shows what strangers wrote, so even its messages are checked. */
export function readFromPanel(value: unknown): FromPanel | undefined {
  if (typeof value !== "object" || value === null || !("type" in value) || typeof value.type !== "string") return undefined;
  if (!Object.hasOwn(shapes, value.type)) return undefined;
  const members = value as Readonly<Record<string, unknown>>;
  const shape = Object.entries(shapes[value.type as FromPanel["type"]]); // Known to be one of its keys.
  return shape.every(([key, kind]) => typeof members[key] === kind) ? (value as FromPanel) : undefined; // Has the members that the table asks for.
}
