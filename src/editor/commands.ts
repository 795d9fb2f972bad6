import * as vscode from "vscode";

/** A finding that a person wants to ignore. */
export interface IgnoreTarget {
  readonly uri: vscode.Uri;
  readonly rule: string;
  readonly fingerprint: string;
}

/** Every command and what it is given. Those in the manifest are for people and take nothing; the others are what light bulbs do. */
export interface CommandTable {
  "portcullis.scanWorkspace": [];
  "portcullis.fixAllInFile": [];
  "portcullis.auditServer": [];
  "portcullis.auditAllServers": [];
  "portcullis.pinServer": [];
  "portcullis.showDrift": [];
  "portcullis.acceptDrift": [];
  "portcullis.exportAudit": [];
  "portcullis.showOutput": [];
  "portcullis.restart": [];
  "portcullis.ignoreFinding": [IgnoreTarget];
  "portcullis.showRule": [string];
  "portcullis.showNote": [string];
}

/** What each command does. */
export type CommandHandlers = { readonly [K in keyof CommandTable]: (...given: CommandTable[K]) => Promise<void> | void };

/** Registers every command; one that is missing or unknown does not compile. */
export function registerCommands(handlers: CommandHandlers): vscode.Disposable {
  const names = Object.keys(handlers) as (keyof CommandTable)[]; // The type of `handlers` names them all, and no other.
  return vscode.Disposable.from(...names.map((name) => vscode.commands.registerCommand(name, handlers[name])));
}

/** A command as a light bulb or a message carries it. */
export function commandTo<K extends keyof CommandTable>(command: K, title: string, ...given: CommandTable[K]): vscode.Command {
  return { command, title, arguments: given };
}
