import type { NewFile, TextEdit } from "../../base/text";
import type { Module } from "../../syntax/program";
import type { Workspace } from "../../syntax/workspace";
import { lineBreak, preferredQuote, refuse, replace, type Refused } from "./code";
import { isCommonJs, newImport } from "./imports";

/** How a file of the project is written. */
export interface FileFlavour {
  readonly isTyped: boolean;
  readonly modules: "esm" | "commonjs";
  readonly quote: "'" | '"';
  readonly lineBreak: "\n" | "\r\n";
}

/** A file of functions that fixes call, which is added to the user's project. */
export interface HelperFile {
  /** Its name, without its extension. */
  readonly name: string;
  /** Names that it exports. */
  readonly exports: Readonly<Record<string, string>>;
  text(flavour: FileFlavour): string;
}

/** What it takes to call a helper from a module. */
export interface HelperAccess {
  readonly edits: readonly TextEdit[];
  readonly newFiles: readonly NewFile[];
  /** The file that holds the helper. */
  readonly file: string;
}

/** Folders that hold the sources of a package (or what was built of them) and nothing above them. */
const sourceFolders = new Set(["src", "source", "lib", "app", "server", "dist", "build", "out"]);

/** Imports names of a helper's file into a module, and adds the file where the project has none. */
export function importHelper(module: Module, helper: HelperFile, names: readonly string[], workspace: Workspace): HelperAccess | Refused {
  const existing = findHelper(helper, module.file, workspace);
  const file = existing ?? `${sourceRoot(module.file)}/${helper.name}${extensionOf(module)}`;
  const imported = module.imports.filter((item) => workspace.resolveSpecifier(module.file, item.specifier) === file);
  const missing = names.filter((name) => !imported.some((item) => item.name === name && module.bindings.get(item.binding)?.name === name));
  const taken = missing.find((name) => [...module.bindings.values()].some((binding) => binding.name === name));
  if (taken !== undefined) return refuse(`The name \`${taken}\` already means something else in this file`);
  const newFiles = existing === undefined ? [{ file, text: helper.text(flavourOf(module)) }] : [];
  if (missing.length === 0) return { edits: [], newFiles, file };
  const sibling = imported[0] && module.bindings.get(imported[0].binding);
  if (sibling && /^\s*[,}]/.test(module.text.slice(sibling.range.end))) {
    return { edits: [replace(module, sibling.range, `${sibling.name}, ${missing.join(", ")}`)], newFiles, file };
  }
  return { edits: [newImport(module, missing, specifierOf(module, file, workspace))], newFiles, file };
}

function flavourOf(module: Module): FileFlavour {
  return {
    isTyped: module.language === "typescript",
    modules: isCommonJs(module) ? "commonjs" : "esm",
    quote: preferredQuote(module),
    lineBreak: lineBreak(module) === "\r\n" ? "\r\n" : "\n",
  };
}

/** A helper's file in a folder around the module, the nearest first. */
function findHelper(helper: HelperFile, from: string, workspace: Workspace): string | undefined {
  const found = workspace.files().filter((file) => {
    const name = file.slice(file.lastIndexOf("/") + 1);
    return name.startsWith(`${helper.name}.`) && /^\.[cm]?[jt]s$/.test(name.slice(helper.name.length)) && from.startsWith(folderOf(file) + "/");
  });
  const sorted = [...found].sort((a, b) => b.length - a.length);
  return sorted.find((file) => Object.values(helper.exports).every((name) => workspace.resolveExport(file, name) !== undefined));
}

function sourceRoot(file: string): string {
  const folders = folderOf(file).split("/");
  const index = folders.findLastIndex((folder) => sourceFolders.has(folder));
  return index <= 0 ? folderOf(file) : folders.slice(0, index + 1).join("/");
}

function extensionOf({ file }: Module): string {
  const extension = file.slice(file.lastIndexOf("."));
  return extension === ".tsx" ? ".ts" : extension === ".jsx" ? ".js" : extension;
}

/** The specifier in the manner of the other imports: with the extension that runs, that of the source, or none. */
function specifierOf(module: Module, file: string, workspace: Workspace): string {
  const path = relativePath(folderOf(module.file), file);
  const bare = path.slice(0, path.lastIndexOf("."));
  const extension = path.slice(path.lastIndexOf("."));
  if (isCommonJs(module)) return bare;
  const style = extensionStyle(module) ?? workspace.files().slice(0, MOST_FILES_ASKED).map((other) => styleOfFile(other, workspace)).find((found) => found !== undefined);
  if (style === "none" && module.language === "typescript") return bare;
  return style === "source" ? path : bare + extension.replace("ts", "js");
}

/** Files that are asked for the manner of their imports, where the module has none of its own. */
const MOST_FILES_ASKED = 50;

type ExtensionStyle = "runs" | "source" | "none";

function styleOfFile(file: string, workspace: Workspace): ExtensionStyle | undefined {
  const module = workspace.module(file);
  return module && extensionStyle(module);
}

function extensionStyle(module: Module): ExtensionStyle | undefined {
  const relative = module.imports.map(({ specifier }) => specifier).filter((specifier) => /^\.{1,2}\//.test(specifier) && !specifier.endsWith(".json"));
  const [first] = relative;
  if (first === undefined) return undefined;
  if (/\.[cm]?jsx?$/.test(first)) return "runs";
  return /\.[cm]?tsx?$/.test(first) ? "source" : "none";
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf("/"));
}

function relativePath(from: string, file: string): string {
  const [start, end] = [from.split("/"), file.split("/")];
  let common = 0;
  while (common < start.length && common < end.length - 1 && start[common] === end[common]) common++;
  const up = start.length - common;
  return (up === 0 ? "./" : "../".repeat(up)) + end.slice(common).join("/");
}
