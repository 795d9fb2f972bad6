import type { Expression, Module } from "../../syntax/program";
import type { SinkFact } from "../flows/sink-facts";
import type { Repair, RuleFix } from "../rule";
import { codeOf, isRefused, refuse, replace, stringLiteral, type Refused } from "./code";
import { ensureImport } from "./imports";

/** Compares with the folder itself, and with the folder and a separator. */
export const addSeparator: RuleFix<SinkFact> = {
  title: "Compare with the folder and a separator",
  safety: "safe",
  edit: ({ sink }) => {
    const { call, module, model } = sink;
    if (model.fix?.kind !== "guard") return undefined;
        const [folder, ...others] = call.kind === "call" ? call.arguments : [];
    if (call.kind !== "call" || call.callee.kind !== "member" || folder === undefined || others.length > 0) return undefined;
    if (call.callee.property !== "startsWith") return refuse("Only `startsWith` is rewritten; compare with the folder and a separator, or look at the way with `path.relative`");
    return rewrite(module, call, call.callee.object, folder);
  },
};

function rewrite(module: Module, call: Expression, path: Expression, folder: Expression): Repair | Refused {
  if (!isPlain(path) || !isPlain(folder)) return refuse("The path or the folder is worked out inside the check, and would be worked out twice.");
  const separated = withSeparator(module, folder, call.range.start);
  if (isRefused(separated)) return separated;
  const [pathCode, folderCode] = [codeOf(module, path), codeOf(module, folder)];
  const text = `(${pathCode} === ${folderCode} || ${pathCode}.startsWith(${separated.code}))`;
  return { edits: [replace(module, call.range, text), ...separated.edits] };
}

/** Names, members of names and constants can be read twice without doing anything twice. */
function isPlain(expression: Expression): boolean {
  if (expression.kind === "member") return !expression.isOptional && expression.property !== undefined && isPlain(expression.object);
  return expression.kind === "name" || expression.kind === "this" || (expression.kind === "literal" && typeof expression.value === "string");
}

function withSeparator(module: Module, folder: Expression, offset: number): { readonly code: string; readonly edits: Repair["edits"] } | Refused {
  if (folder.kind === "literal") return { code: stringLiteral(module, `${String(folder.value)}/`), edits: [] };
  const separator = ensureImport(module, "sep", "path", offset);
  return isRefused(separator) ? separator : { code: `${codeOf(module, folder)} + ${separator.name}`, edits: separator.edits };
}
