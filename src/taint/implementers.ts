import type { ClassNode, Module } from "../syntax/program";
import type { Workspace } from "../syntax/workspace";
import type { ClassValue } from "./value";

/** Finds the classes that stand behind a type of which only the name is known. */
export interface Implementers {
  /**
   * Classes that say they implement a type, extend a class of that name, or have it.
   * @param evidence is told what the answer rests on
   */
  of(typeName: string, evidence: Set<string>): readonly ClassValue[];
  /** Looks again: files have changed. */
  forget(): void;
}

/** The word under which it is remembered that the classes behind a type were asked for. */
export function typeWord(typeName: string): string {
  return `type ${typeName}`;
}

/** The types that a class can stand for. */
export function typesOf({ name, implements: said, base }: ClassNode): readonly string[] {
  return [...(name === undefined ? [] : [name]), ...said.map((type) => type.name), ...(base?.kind === "name" ? [base.name] : [])];
}

/** Names that may be those of a class, or of what it extends or implements. */
const HEADS = /\b(?:class|extends|implements)\s+([\w$.]+(?:\s*<[^<>{}]*>)?(?:\s*,\s*[\w$.]+(?:\s*<[^<>{}]*>)?)*)/g;

/**
 * Creates the search. Which files have been understood so far must make no difference, or an answer would depend on what was asked before:
 * the text of each file tells which types it may hold.
 */
export function createImplementers(workspace: Workspace): Implementers {
  const heads = new Map<string, { readonly text: string; readonly names: readonly string[] }>();
  let byName: Map<string, string[]> | undefined;
  let found = new Map<string, readonly ClassValue[]>();

  const namesIn = (file: string): readonly string[] => {
    const text = workspace.text(file);
    if (text === undefined) return [];
    const known = heads.get(file);
    if (known?.text === text) return known.names;
    const names = text.includes("class") ? [...new Set([...text.matchAll(HEADS)].flatMap(([, list = ""]) => list.match(/[\w$]+/g) ?? []))] : [];
    heads.set(file, { text, names });
    return names;
  };
  const filesOf = (typeName: string): readonly string[] => {
    if (byName === undefined) {
      byName = new Map();
      for (const file of workspace.files()) {
        for (const name of namesIn(file)) {
          const files = byName.get(name);
          if (files) files.push(file);
          else byName.set(name, [file]);
        }
      }
    }
    return byName.get(typeName) ?? [];
  };

  return {
    of(typeName, evidence) {
      evidence.add(typeWord(typeName));
      let classes = found.get(typeName);
      if (classes === undefined) {
        classes = filesOf(typeName).flatMap((file) => classesOf(typeName, workspace.module(file)));
        found.set(typeName, classes);
      }
      for (const { module } of classes) evidence.add(module.file);
      return classes;
    },
    forget() {
      byName = undefined;
      found = new Map();
    },
  };
}

function classesOf(typeName: string, module: Module | undefined): readonly ClassValue[] {
  if (module === undefined) return [];
  return [...module.classes.values()].flatMap((owner) => (typesOf(owner).includes(typeName) ? [{ class: owner, module }] : []));
}
