import * as vscode from "vscode";
import { severities, type Severity } from "../base/finding";

/** What a person has set for a folder, or for documents in no folder. */
export interface Settings {
  readonly enable: boolean;
  readonly rules: Readonly<Record<string, Severity | "off">>;
  readonly exclude: readonly string[];
}

/** The bounds of the pause after typing, in milliseconds. */
const DEBOUNCE = { least: 0, most: 5_000, usual: 250 };

/** Reads the settings that hold for a place. A value of a wrong type counts as not set: VS Code has marked it already. */
export function readSettings(scope: vscode.Uri | undefined): Settings {
  const configuration = vscode.workspace.getConfiguration("portcullis", scope ?? null);
  const rules = configuration.get<unknown>("rules");
  const exclude = configuration.get<unknown>("exclude");
  return {
    enable: configuration.get<unknown>("enable") !== false,
    rules: Object.fromEntries(Object.entries(isObject(rules) ? rules : {}).filter((entry): entry is [string, Severity | "off"] => isLevel(entry[1]))),
    exclude: Array.isArray(exclude) ? exclude.filter((each) => typeof each === "string") : [],
  };
}

/** How long to wait after the last keystroke, in milliseconds. */
export function readDebounce(): number {
  const value = vscode.workspace.getConfiguration("portcullis").get<unknown>("debounce");
  if (typeof value !== "number" || Number.isNaN(value)) return DEBOUNCE.usual;
  return Math.min(DEBOUNCE.most, Math.max(DEBOUNCE.least, value));
}

function isLevel(value: unknown): value is Severity | "off" {
  return value === "off" || severities.some((severity) => severity === value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
