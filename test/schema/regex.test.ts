import { describe, expect, it } from "vitest";
import { matchesEveryOption, regexAllows } from "../../src/schema/regex";

/** A pattern and the uses for which what it lets through is harmless. */
const cases: readonly (readonly [pattern: RegExp, harmless: string])[] = [
  [/^[a-z]+$/, "command sql sqlInQuotes path noDotDot urlPath noLeadingDash code pattern noProto oneWord"],
  [/^[A-Za-z0-9_]+$/, "command sql sqlInQuotes path noDotDot urlPath noLeadingDash code pattern oneWord"],
  [/^\w{1,64}$/, "command sql sqlInQuotes path noDotDot urlPath noLeadingDash code pattern oneWord"],
  [/^\d+$/, "command sql sqlInQuotes path noDotDot urlPath noLeadingDash code pattern noProto oneWord"],
  [/^(main|develop|release\/\d+)$/, "command sql sqlInQuotes path noDotDot noLeadingDash code pattern noProto oneWord"],
  [/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i, "command sql sqlInQuotes path noDotDot urlPath noLeadingDash code pattern noProto oneWord"],
  // A dash may start an option, and two of them start a comment in SQL.
  [/^[\w-]+$/, "command sqlInQuotes path noDotDot urlPath code pattern oneWord"],
  // Words may be split in a shell; nothing is added to the command.
  [/^[\w -]+$/, "command sqlInQuotes path noDotDot urlPath pattern"],
  [/^[\w.-]+$/, "command sqlInQuotes path urlPath code pattern oneWord"],
  [/^[\w./-]+$/, "command sqlInQuotes code pattern oneWord"],
  // Without two dots in a row and without a slash in front, a path stays below its folder.
  [/^[a-z]+(\/[a-z]+)*$/, "command sql sqlInQuotes path noDotDot noLeadingDash code pattern noProto oneWord"],
  [/^(?!.*\.\.)[a-z0-9][\w./-]*$/, "command sqlInQuotes path noDotDot noLeadingDash code pattern oneWord"],
  [/^[^/\\]+$/, "path"],
  [/^[^'"`]+$/, ""],
  [/^[^;&|]+$/, ""],
  [/^.+$/, ""],
  [/^\S+$/, "oneWord"],
  [/^(?!-)[\w-]+$/, "command sqlInQuotes path noDotDot urlPath noLeadingDash code pattern oneWord"],
  [/^\p{L}+$/u, "command sql sqlInQuotes path noDotDot urlPath noLeadingDash code pattern noProto oneWord"],
];

/** Patterns that say nothing of the whole text. */
const open: readonly RegExp[] = [/[a-z]+/, /^[a-z]+/, /[a-z]+$/, /^[a-z]+$/m, /^[a-z]+$|x/, /^a$|b/, /^(a|b)|c$/, /^[a-z]+\s*/, /(^[a-z]+$)?/];

describe("what a pattern lets through", () => {
  it.each(cases)("%s is harmless for: %s", (pattern, harmless) => {
    const { coversWholeText, ...facts } = regexAllows(pattern.source, pattern.flags);
    expect(coversWholeText).toBe(true);
    const named = Object.entries(facts).filter(([, holds]) => holds).map(([name]) => name);
    expect(named.join(" ")).toBe(harmless);
  });

  it.each(open)("%s covers only a part", (pattern) => {
    expect(Object.values(regexAllows(pattern.source, pattern.flags))).not.toContain(true);
  });

  it("takes anchors inside of groups and after look-aheads", () => {
    expect(regexAllows("(^[a-z]+$)|(^[0-9]+$)", "").command).toBe(true);
    expect(regexAllows("(?=.{1,8})^[a-z]+$", "").command).toBe(true);
  });

  it.each([/^-/, /^\s*-+/, /(^|\s)-/, /^[-+]/, /^--?/, /^-.*/])("%s finds every option", (pattern) => expect(matchesEveryOption(pattern.source, pattern.flags)).toBe(true));

  it.each([/^--/, /-/, /^-x/, /^\w/, /-$/, /^[^-]/])("%s does not find every option, or not only there", (pattern) => expect(matchesEveryOption(pattern.source, pattern.flags)).toBe(pattern.source === "-"));

  it("says nothing of a pattern with a syntax error", () => {
    expect(regexAllows("^[a-z+$", "").command).toBe(false);
  });
});
