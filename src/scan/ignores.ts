import { lineColumnAt, lineStarts, type TextRange } from "../base/text";

/** What a comment in a configuration file says of findings. */
export interface ConfigurationIgnore {
  readonly rules: readonly string[];
  readonly reason: string;
  readonly range: TextRange;
  covers(offset: number): boolean;
}

/**
 * Reads `portcullis-ignore-next-line`, `-line` and `-file` with ids and a reason, as in code, in the comments of JSON, YAML and TOML.
 * One without an id or a reason says nothing.
 */
export function readConfigurationIgnores(text: string): readonly ConfigurationIgnore[] {
  if (!text.includes("portcullis-ignore")) return [];
  const starts = lineStarts(text);
  const lineAt = (offset: number): number => lineColumnAt(starts, offset).line;
  return [...text.matchAll(/(?:\/\/|\/\*|#)[^\S\r\n]*portcullis-ignore-(next-line|line|file)[^\S\r\n]+([\w-]+(?:[^\S\r\n]*,[^\S\r\n]*[\w-]+)*)[^\S\r\n]+--[^\S\r\n]+([^\r\n]+?)[^\S\r\n]*(?:\*\/)?[^\S\r\n]*$/gm)].map((match) => {
    const [comment, form, named = "", reason = ""] = match;
    const line = lineAt(match.index) + (form === "next-line" ? 1 : 0);
    const covers = (offset: number): boolean => form === "file" || lineAt(offset) === line;
    return { rules: named.split(/\s*,\s*/), reason, range: { start: match.index, end: match.index + comment.length }, covers };
  });
}

/** Whether a configuration file may hold comments without its client refusing it. */
export function mayHoldComments(file: string): boolean {
  return !file.endsWith(".json") || /\/(?:\.vscode\/(?:mcp|settings)|User\/(?:.*\/)?(?:mcp|settings)|\.?devcontainer|settings)\.json$/.test(file);
}
