import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json";
import { readOffer, readTool, type OfferSurface, type ServerSurface, type SurfaceFlaw, type ToolSurface } from "../../wording/surface";
import { boundJson, boundObject } from "./bound-json";
import type { FlawList } from "./flaws";
import { LimitError, type Limits } from "./limits";
import { ServerError, type Tap } from "./tap";

/** What reading needs of a connection. */
export interface SurfaceSource {
  readonly name: string;
  readonly tap: Tap;
  readonly era: "legacy" | "modern";
  readonly protocolVersion: string | undefined;
  /** Members that every request's `_meta` carries in the modern era. */
  readonly envelope: JsonObject | undefined;
  readonly flaws: FlawList;
  readonly limits: Limits;
  readonly signal: AbortSignal;
  readonly onProgress: (text: string) => void;
}

/**
 * Asks a server for everything it offers and keeps it as it came, page by page. Whatever goes wrong on the way is a flaw and leaves what
 * was read before; only the person's cancelling is an error.
 */
export async function readSurface(source: SurfaceSource): Promise<ServerSurface> {
  const { flaws, limits } = source;
  const cut = new Set<string>();
  const handshake = source.tap.handshake();
  const about = isJsonObject(handshake) ? handshake : {};
  const capabilities = boundObject(about["capabilities"], "capabilities", limits, flaws);
  const serverInfo = boundObject(about["serverInfo"] ?? metaOf(about)["io.modelcontextprotocol/serverInfo"], "serverInfo", limits, flaws);
  const instructions = about["instructions"] === undefined ? undefined : boundJson(about["instructions"], "instructions", limits, flaws);
  const has = (name: string): boolean => capabilities?.[name] !== undefined;

  // Tools are asked for in any case: a tool that is offered without the capability is offered all the same.
  const tools = await readList({ ...source, cut }, "tools/list", "tools", has("tools"), (raw, index): readonly ToolSurface[] => telling(flaws, (list) => readTool(raw, index, list)));
  const offers = (kind: OfferSurface["kind"], method: string, key: string, capability: string): Promise<readonly OfferSurface[]> =>
    has(capability) ? readList({ ...source, cut }, method, key, true, (raw, index) => telling(flaws, (list) => readOffer(kind, raw, index, list))) : Promise.resolve([]);
  const prompts = await offers("prompt", "prompts/list", "prompts", "prompts");
  const resources = await offers("resource", "resources/list", "resources", "resources");
  const resourceTemplates = await offers("resource-template", TEMPLATES, "resourceTemplates", "resources");

  return {
    name: source.name,
    era: source.era,
    ...(source.protocolVersion === undefined ? {} : { protocolVersion: source.protocolVersion }),
    ...(serverInfo ? { serverInfo } : {}),
    ...(capabilities ? { capabilities } : {}),
    ...(typeof instructions === "string" ? { instructions } : {}),
    tools,
    prompts,
    resources,
    resourceTemplates,
    flaws: flaws.all(),
    ...(cut.size > 0 ? { isCut: true } : {}),
  };
}

/** Where reading a list ends early, its method is noted. */
type ListSource = SurfaceSource & { readonly cut: Set<string> };

/** All pages of a list, or what could be had of them. */
async function readList<T>(source: ListSource, method: string, key: string, isDeclared: boolean, read: (raw: JsonValue, index: number) => readonly T[]): Promise<readonly T[]> {
  const { flaws, limits, signal } = source;
  const found: T[] = [];
  const cursors = new Set<string>();
  let index = 0;
  for (let cursor: string | undefined, page = 1; ; page++) {
    source.onProgress(page === 1 ? `Reading ${key}…` : `Reading ${key} (page ${page})…`);
    const result = await askForPage(source, method, cursor, page, isDeclared);
    if (result === undefined) return found;
    const entries = result[key];
    if (!Array.isArray(entries)) {
      return stop(`gives no list \`${key}\``);
    }
    if (!isDeclared && entries.length > 0) flaws.add(method, `gives ${key}, though the server does not declare that it has any`);
    for (const raw of entries as readonly JsonValue[]) {
      if (index >= limits.entries) {
        return stop(`gives more than ${limits.entries.toLocaleString("en")} entries: the rest was not read`);
      }
      found.push(...read(boundJson(raw, `${key}[${index}]`, limits, flaws), index));
      index++;
    }
    const next = result["nextCursor"];
    if (next === undefined || next === null) return found;
    if (typeof next !== "string") return stop("gives a cursor that is no text: the pages after it could not be read");
    if (cursors.has(next)) return stop("gives the same cursor again: its pages would never end");
    if (page >= limits.pages) return stop(`has more than ${limits.pages.toLocaleString("en")} pages: the rest was not read`);
    if (signal.aborted) return stop(saysWhy(signal.reason, signal));
    cursors.add(next);
    cursor = next;
  }

  function stop(message: string): readonly T[] {
    flaws.add(method, message);
    source.cut.add(method);
    return found;
  }
}

async function askForPage(source: ListSource, method: string, cursor: string | undefined, page: number, isDeclared: boolean): Promise<JsonObject | undefined> {
  const where = page === 1 ? method : `${method}, page ${page}`;
  const parameters = { ...(cursor === undefined ? {} : { cursor }), ...(source.envelope ? { _meta: source.envelope } : {}) };
  try {
    const result = await source.tap.request(method, parameters, source.signal);
    if (isJsonObject(result)) return result;
    source.flaws.add(where, "answers with something that is no object");
  } catch (error) {
    // A list that isn't there hides nothing. Templates have no capability of their own, so many servers with resources have none.
    if (error instanceof ServerError && error.code === METHOD_NOT_FOUND && page === 1) {
      if (isDeclared && method !== TEMPLATES) source.flaws.add(method, "is declared, and not there");
      return undefined;
    }
    source.flaws.add(where, saysWhy(error, source.signal));
  }
  source.cut.add(method);
  return undefined;
}

function saysWhy(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return `was not read to its end: ${signal.reason instanceof Error ? signal.reason.message : "cancelled"}`;
  if (error instanceof LimitError) return error.message;
  if (error instanceof ServerError) return `answers with error ${error.code}: ${error.message.slice(0, MOST_WORDS)}`;
  return `failed: ${error instanceof Error ? error.message.slice(0, MOST_WORDS) : String(error)}`;
}

/** The readers of the surface push to a plain list; ours has a limit. */
function telling<T>(flaws: FlawList, read: (list: SurfaceFlaw[]) => T): T {
  const list: SurfaceFlaw[] = [];
  const result = read(list);
  for (const { place, message } of list) flaws.add(place, message);
  return result;
}

function metaOf(result: JsonObject): JsonObject {
  return isJsonObject(result["_meta"]) ? result["_meta"] : {};
}

/** Of a server's own words in a flaw. */
const MOST_WORDS = 300;

/** JSON-RPC. */
const METHOD_NOT_FOUND = -32601;
const TEMPLATES = "resources/templates/list";
