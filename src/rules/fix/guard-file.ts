import type { FileFlavour } from "./helper-import";

/** The name of the file that holds the guard, without its extension. */
export const guardName = "path-guard";

/** Names that the file exports. */
export const guardExports = { resolve: "resolveInside", root: "ALLOWED_ROOT" } as const;

/**
 * The text of a file with a containment guard. It is added to the user's project and belongs to the user from then on.
 * The way from the root is what is looked at: a comparison of texts would let `/data-evil` pass for `/data`, and would fail for the root `/`.
 * Links are followed before the check, as far as the path exists, for a link inside may lead outside. What does not exist yet is checked as written.
 */
export function guardFile({ isTyped, modules, quote, lineBreak }: FileFlavour): string {
  const s = isTyped ? ": string" : "";
  const b = isTyped ? ": boolean" : "";
  const e = isTyped ? ": unknown" : "";
  const isEsm = modules === "esm";
  const exported = isEsm ? "export " : "";
  const load = (names: string, from: string): string => (isEsm ? `import { ${names} } from "${from}";` : `const { ${names} } = require("${from}");`);
  const lines = [
    load("lstatSync, realpathSync", "node:fs"),
    load("basename, dirname, isAbsolute, join, relative, resolve, sep", "node:path"),
    "",
    "/** The folder that tool calls may touch. Set it to the folder that this server serves: the working folder is only a start. */",
    `${exported}const ALLOWED_ROOT = process.env.ALLOWED_ROOT ?? process.cwd();`,
    "",
    "/**",
    " * Resolves a path that a tool call asks for, and throws unless it lies inside of `root` or is `root` itself.",
    " * Symbolic links are followed first, so that a link inside can't lead outside; a file need not exist yet.",
    " */",
    `${exported}function resolveInside(root${s}, requested${s})${s} {`,
    `  if (requested.includes("\\0")) throw new Error("The path holds a NUL character.");`,
    "  const realRoot = followLinks(resolve(root));",
    "  const target = followLinks(resolve(realRoot, requested));",
    "  const way = relative(realRoot, target);",
    "  if (way === \"..\" || way.startsWith(`..${sep}`) || isAbsolute(way)) {",
    "    throw new Error(`The path is outside of the allowed folder: ${requested}`);",
    "  }",
    "  // What is still a link here leads to a file that does not exist, wherever that may be: writing would create it there.",
    "  if (lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink()) {",
    "    throw new Error(`The path is a link that leads nowhere: ${requested}`);",
    "  }",
    "  return target;",
    "}",
    "",
    "/** The real path of what exists, and the rest as it is written. */",
    `function followLinks(target${s})${s} {`,
    "  try {",
    "    return realpathSync(target);",
    "  } catch (error) {",
    "    const parent = dirname(target);",
    "    if (!isMissing(error) || parent === target) throw error;",
    "    return join(followLinks(parent), basename(target));",
    "  }",
    "}",
    "",
    `function isMissing(error${e})${b} {`,
    `  return error instanceof Error && "code" in error && error.code === "ENOENT";`,
    "}",
    ...(isEsm ? [] : ["", "module.exports = { ALLOWED_ROOT, resolveInside };"]),
    "",
  ];
  const text = lines.join(lineBreak);
  return quote === '"' ? text : text.replaceAll('"', "'");
}
