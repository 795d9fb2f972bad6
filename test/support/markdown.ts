/** What a Markdown file is made of, as far as specs and docs need it. Lines count from 1. */
export type MarkdownBlock =
  | { readonly kind: "heading"; readonly level: number; readonly text: string; readonly line: number }
  | { readonly kind: "fence"; readonly info: string; readonly text: string; readonly line: number; readonly firstLine: number; readonly isClosed: boolean }
  | { readonly kind: "prose"; readonly text: string; readonly line: number };

/**
 * Takes a Markdown text apart into headings (`#` style), fences and paragraphs.
 * Fences in lists or quotes are not looked for: specs and docs have none.
 */
export function readMarkdown(text: string): readonly MarkdownBlock[] {
  const lines = text.split(/\r?\n/);
  const blocks: MarkdownBlock[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? "";
    const fence = /^(`{3,}|~{3,})\s*(.*)$/.exec(line);
    if (fence !== null) {
      const end = findClosingFence(lines, i + 1, fence[1] ?? "");
      const body = lines.slice(i + 1, end);
      blocks.push({
        kind: "fence",
        info: (fence[2] ?? "").trim(),
        text: body.length === 0 ? "" : `${body.join("\n")}\n`,
        line: i + 1,
        firstLine: i + 2,
        isClosed: end < lines.length,
      });
      i = end;
      continue;
    }
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
    if (heading !== null) {
      blocks.push({ kind: "heading", level: (heading[1] ?? "").length, text: heading[2] ?? "", line: i + 1 });
      continue;
    }
    if (line.trim() === "") continue;
    blocks.push({ kind: "prose", text: line.trim(), line: i + 1 });
  }
  return blocks;
}

function findClosingFence(lines: readonly string[], from: number, opening: string): number {
  const closing = new RegExp(`^\\${opening.charAt(0)}{${opening.length},}\\s*$`);
  for (let i = from; i < lines.length; i++) {
    if (closing.test(lines[i] ?? "")) return i;
  }
  return lines.length;
}
