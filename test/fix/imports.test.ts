import { expect, it } from "vitest";
import { applyEdits } from "../../src/base/text";
import { newImport } from "../../src/rules/fix/imports";
import { lowerTypeScript } from "../../src/syntax/typescript/lower";

/** The text of a file after an import was added to it. */
function withImport(text: string): string {
  return applyEdits(text, [newImport(lowerTypeScript("/w/a.ts", text), ["b"], "b")]);
}

it.each([
  ["below the last one", 'import { a } from "a";\na();\n', 'import { a } from "a";\nimport { b } from "b";\na();\n'],
  ["below the comment on the line of the last one", 'import { a } from "a"; // why a; and more\na();\n', 'import { a } from "a"; // why a; and more\nimport { b } from "b";\na();\n'],
  ["below a comment that no semicolon parts from it", 'import { a } from "a" // why a; and more\na();\n', 'import { a } from "a" // why a; and more\nimport { b } from "b";\na();\n'],
  ["below both kinds of comments", 'import { a } from "a"; /* one */ // two\na();\n', 'import { a } from "a"; /* one */ // two\nimport { b } from "b";\na();\n'],
  ["between statements of one line", 'import { a } from "a"; a();\n', 'import { a } from "a";\nimport { b } from "b"; a();\n'],
])("an import is added %s", (_, before, after) => expect(withImport(before)).toBe(after));
