import * as vscode from "vscode";
import type { ServerPin } from "../../audit/audit";
import { PIN_FILE, readPins, writePins } from "../../audit/pins/pin-file";
import { readSuppressions, SUPPRESSION_FILE, writeSuppressions, type Suppression } from "../../audit/suppressions";

/** Pins and suppressions of one place: a workspace folder, where a team can commit them, or the extension's own storage where none is open. */
export interface Store {
  pins(): Promise<ReadonlyMap<string, ServerPin>>;
  pin(pin: ServerPin): Promise<void>;
  suppressions(): Promise<readonly Suppression[]>;
  setSuppressions(suppressions: readonly Suppression[]): Promise<void>;
}

/** Opens the store below a folder; nothing is written before there is something to keep. */
export function openStore(folder: vscode.Uri): Store {
  const pinFile = vscode.Uri.joinPath(folder, PIN_FILE);
  const suppressionFile = vscode.Uri.joinPath(folder, SUPPRESSION_FILE);
  const pins = async (): Promise<ReadonlyMap<string, ServerPin>> => {
    const text = await readText(pinFile);
    return text === undefined ? new Map<string, ServerPin>() : readPins(text);
  };
  return {
    pins,
    // A file that can't be read is never overwritten: reading it fails first, with what is wrong.
    pin: async (pin) => write(pinFile, writePins([...(await pins()), [pin.name, pin] as const].reduce((all, [name, each]) => all.set(name, each), new Map<string, ServerPin>()).values())),
    async suppressions() {
      const text = await readText(suppressionFile);
      return text === undefined ? [] : readSuppressions(text);
    },
    setSuppressions: (suppressions) => write(suppressionFile, writeSuppressions(suppressions)),
  };
}

async function readText(file: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") return undefined;
    throw error;
  }
}

async function write(file: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
}
