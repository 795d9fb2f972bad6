import type { Export, Module } from "../../syntax/program";
import { emptyEnvironment } from "../environment";
import type { Value } from "../environment";

/** What a module exports under a name, where it says so itself. */
export function exportedValue(module: Module, name: string): Value | undefined {
  const found: Export | undefined = module.exports.find((each) => each.name === name);
  if (found?.value !== undefined) return { expression: found.value, module, env: emptyEnvironment };
  const binding = found?.binding === undefined ? undefined : module.bindings.get(found.binding);
  if (binding === undefined) return undefined;
  return { expression: { kind: "name", name: binding.name, binding: binding.id, range: binding.range }, module, env: emptyEnvironment };
}

/** The name of a file without folders and endings. */
export function baseName(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "");
}
