import { visible } from "./plain-text";

/** Code that ends where it should, however many backticks it holds. */
export function code(text: string): string {
  const shown = visible(text);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = shown.startsWith("`") || shown.endsWith("`") || shown.trim() === "" ? " " : "";
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** Text that stays text: no link, no image, no HTML; and no mention or reference, which forges make of text after it was rendered, so that only a break inside helps. */
export function escapeMarkdown(text: string): string {
  return visible(text)
    .replace(/[<>&]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/[\\`*_{}[\]()+!|~]/g, "\\$&")
    .replace(/@|#(?=\d)|:(?=\/\/)/g, "$&&#8203;");
}
