import { type BodyEdit, callsIn } from "../syntax/body-edit";
import type { Module } from "../syntax/program";
import type { Workspace } from "../syntax/workspace";
import { callerWordsOf } from "./call-sites";
import { typesOf, typeWord } from "./implementers";

/** The questions that a change answers in another way, though what asked them need not have looked at the file: who calls a function, which classes stand behind a type. */
export function wordsOfChange(before: Module | undefined, after: Module | undefined, edit: BodyEdit | undefined, workspace: Workspace): readonly string[] {
  const [old, fresh] = [namesCalledIn(before), namesCalledIn(after)];
  const states = [before, after].filter((each) => each !== undefined);
  if (edit !== undefined) return states.flatMap((each) => callerWordsOf(edit.calls, each, workspace));
  const names = new Set([...old, ...fresh]);
  return states.flatMap((each) => [...callerWordsOf(names, each, workspace), ...[...each.classes.values()].flatMap(typesOf).map(typeWord)]);
}

function namesCalledIn(module: Module | undefined): Iterable<string> {
  return module === undefined ? [] : callsIn(module.top, module).keys();
}
