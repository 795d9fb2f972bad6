import { describe, expect, it } from "vitest";
import { piecesOf, plainText } from "../../src/panel/visible-text";

const shown = (text: string): string => piecesOf(text).map((piece) => (piece.kind === "text" ? piece.text : `[${piece.text}]`)).join("");

describe("what nobody can see becomes a box", () => {
  it.each([
    ["a zero-width space", "a\u200bb", "a[U+200B]b"],
    ["a run of one kind, once with its number", `a${"\u200b".repeat(50)}b`, "a[U+200B ×50]b"],
    ["marks of direction", "\u202eabc\u202c", "[U+202E]abc[U+202C]"],
    ["the escape of a terminal", "\u001b[31mred", "[U+001B][31mred"],
    ["tag characters, read", "hi\u{e0068}\u{e0065}\u{e0079}", "hi[3 tag characters: “hey”]"],
    ["a lone surrogate", "a\ud800b", "a[U+D800]b"],
    ["a line end of another world", "a\u2028b\rc", "a[U+2028]b[U+000D]c"],
    ["padding that pushes words out of sight", `a${"\n".repeat(300)}b${" ".repeat(400)}c`, "a[300 line ends]b[400 blanks]c"],
    ["a variation selector that carries a byte", "a\u{e0150}b", "a[U+E0150]b"],
  ])("%s", (_, text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it.each([
    ["an emoji in its colours", "a ❤\ufe0f b"],
    ["a family", "👨\u200d👩\u200d👧"],
    ["a keycap", "1\ufe0f\u20e3"],
    ["lines and tabs", "a\n\n\tb\r\nc"],
    ["other scripts", "مرحبا 你好 नमस्ते"],
  ])("but not %s", (_, text) => {
    expect(shown(text)).toBe(text);
  });

  it("in time that grows with the text alone", () => {
    const texts = [" \t".repeat(50_000), "\r".repeat(50_000), " \n".repeat(50_000), "\u200b\u200c".repeat(25_000), "\u2028\n".repeat(25_000)];
    const begun = performance.now();
    for (const text of texts) piecesOf(text);
    expect(performance.now() - begun).toBeLessThan(3_000);
  });

  it("also in names of elements", () => {
    expect(plainText("a\n b\u200b")).toBe("a b[U+200B]");
  });
});
