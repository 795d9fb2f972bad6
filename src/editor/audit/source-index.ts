import * as vscode from "vscode";
import type { Finding } from "../../base/finding";
import { lineColumnAt, type Location } from "../../base/text";
import type { CodeFindingItem } from "../../panel/protocol";
import type { OfferSurface, ServerSurface } from "../../wording/surface";
import { toRange, type Names } from "../convert";
import { folderSessions } from "../documents";
import type { LineTable, OfferPlace } from "../protocol";
import type { WorkerClient } from "../worker-client";
import type { SourceView } from "./server-view";

/** Knows which lines of the workspace register what a running server offers. */
export interface SourceIndex {
  /** What the workspace holds of a server's source; undefined where it is not this server's. */
  of(server: string, surface: ServerSurface | undefined): SourceView | undefined;
  /** Reads the workspace's registrations anew; cheap where nothing changed. */
  refresh(): Promise<void>;
  /** Opens the line that registers an offer. */
  openOffer(offer: OfferSurface): Promise<void>;
  /** Opens a finding in the code of an offer. */
  openFinding(offer: OfferSurface, index: number): Promise<void>;
  readonly onDidChange: vscode.Event<void>;
}

/** What an index needs. */
export interface SourceIndexOptions {
  readonly client: Pick<WorkerClient, "ask">;
  readonly names: Names;
  /** Has the worker told what it must know before a question. */
  readonly prepare: (session: string) => boolean;
}

/** Names such as "search" are everywhere: only where this part of a server's tools is registered in one folder is that its source. */
const ENOUGH = 0.5;

interface FolderOffers {
  readonly offers: readonly OfferPlace[];
  readonly findings: readonly Finding[];
  readonly lines: LineTable;
}

/** Makes an index that knows nothing yet. */
export function createSourceIndex({ client, names, prepare }: SourceIndexOptions): SourceIndex {
  const changed = new vscode.EventEmitter<void>();
  let folders: readonly FolderOffers[] = [];
  const folderOf = (surface: ServerSurface): FolderOffers | undefined => folders.find((folder) => isSourceOf(folder, surface));
  const label = ({ file, range }: Location, lines: LineTable): string => `${vscode.workspace.asRelativePath(names.uriOf(file))}:${lineColumnAt(lines[file] ?? [0], range.start).line}`;
  const show = async (location: Location, lines: LineTable): Promise<void> => {
    await vscode.window.showTextDocument(names.uriOf(location.file), { selection: toRange(location.range, lines[location.file]), viewColumn: vscode.ViewColumn.Beside });
  };
  const places = (offer: Pick<OfferSurface, "kind" | "name">): { readonly folder: FolderOffers; readonly place: OfferPlace } | undefined => {
    for (const folder of folders) {
      const place = folder.offers.find((each) => isSame(each, offer.kind, offer.name));
      if (place) return { folder, place };
    }
    return undefined;
  };
  return {
    of(_server, surface) {
      const folder = surface && folderOf(surface);
      if (!folder) return undefined;
      const at = new Map(folder.offers.map((each) => [`${kindOf(each.kind)}:${each.name}`, each]));
      return {
        placeOf: (kind, name) => {
          const place = at.get(`${kindOf(kind)}:${name}`);
          return place && label(place.location, folder.lines);
        },
        findingsOf: (name) => findingsOf(folder, name).map(({ rule, severity, message, location }): CodeFindingItem => ({ rule, severity, message, place: label(location, folder.lines) })),
        found: surface.tools.filter(({ name }) => at.has(`tool:${name}`)).length,
        of: surface.tools.length,
      };
    },
    async refresh() {
      const read: FolderOffers[] = [];
      for (const { session } of folderSessions()) {
        if (!prepare(session)) continue;
        const answer = await client.ask("offers", { session });
        if (answer && answer.offers.length > 0) read.push(answer);
      }
      folders = read;
      changed.fire();
    },
    async openOffer(offer) {
      const known = places(offer);
      if (known) await show(known.place.location, known.folder.lines);
    },
    async openFinding(offer, index) {
      const known = places(offer);
      const finding = known && findingsOf(known.folder, offer.name)[index];
      if (known && finding) await show(finding.location, known.folder.lines);
    },
    onDidChange: changed.event,
  };
}

/** Whether a folder registers enough of what a server offers to be its source. */
export function isSourceOf({ offers }: { readonly offers: readonly Pick<OfferPlace, "kind" | "name">[] }, { tools }: Pick<ServerSurface, "tools">): boolean {
  const registered = new Set(offers.flatMap(({ kind, name }) => (kindOf(kind) === "tool" ? [name] : [])));
  const found = tools.filter(({ name }) => registered.has(name)).length;
  return found > 0 && found >= tools.length * ENOUGH;
}

function findingsOf({ findings }: FolderOffers, name: string): readonly Finding[] {
  return findings.filter(({ tools }) => tools.includes(name));
}

function isSame(place: OfferPlace, kind: string, name: string): boolean {
  return place.name === name && kindOf(place.kind) === kindOf(kind);
}

/** A template is registered as a resource is. */
function kindOf(kind: string): string {
  return kind === "resource-template" ? "resource" : kind;
}
