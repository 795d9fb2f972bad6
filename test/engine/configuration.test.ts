import { describe, expect, it } from "vitest";
import { readConfiguration } from "../../src/engine/configuration";
import { configurationSchema } from "../../src/engine/configuration-schema";
import { scanDescriptions } from "../../src/scan/scanner";

const rules = ["command-injection", "sql-injection"];

function read(text: string) {
  const result = readConfiguration(text, "/w", rules);
  return "errors" in result ? result.errors.map(({ message, place }) => `${place.line}:${place.column} ${message}`) : result.configuration;
}

it("reads rules and exclude, with comments and trailing commas", () => {
  const text = '{\n  // ours\n  "$schema": "x",\n  "rules": { "sql-injection": "off", },\n  "exclude": ["old/", "*.gen.ts"],\n}';
  expect(read(text)).toEqual({ folder: "/w", rules: { "sql-injection": "off" }, exclude: ["old/", "*.gen.ts"] });
});

it("takes an empty object", () => {
  expect(read("{}")).toEqual({ folder: "/w", rules: {}, exclude: [] });
});

describe("tells every mistake with its place and what to do", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["", ["1:1 The file is empty; write {} for a configuration that changes nothing"]],
    ['{\n  "rules": {', ["2:13 This is not JSON: close brace expected"]],
    ["[]", ["1:1 A configuration is an object: { … }"]],
    ['{\n  "rule": {}\n}', ["2:3 `rule` is no setting; did you mean `rules`?"]],
    ['{"rules": {"sql-injektion": "off"}}', ["1:12 `sql-injektion` is no rule; did you mean `sql-injection`?"]],
    ['{"rules": {"xyz": "off"}}', ["1:12 `xyz` is no rule; there are `command-injection`, `sql-injection`"]],
    ['{"rules": {"sql-injection": "warn"}}', ['1:29 The level of `sql-injection` is one of "error", "warning", "note", "off"']],
    ['{"rules": {"sql-injection": "erorr"}}', ['1:29 The level of `sql-injection` is one of "error", "warning", "note", "off"; did you mean "error"?']],
    ['{"rules": [], "exclude": "old"}', ['1:11 `rules` is an object that gives rules a level, such as { "sql-injection": "warning" }', '1:26 `exclude` is a list of patterns in .gitignore notation, such as ["legacy/", "*.gen.ts"]']],
    ['{"exclude": [1]}', ['1:14 `exclude` is a list of patterns in .gitignore notation, such as ["legacy/", "*.gen.ts"]']],
    ['{"exclude": [], "exclude": []}', ["1:17 `exclude` is set twice; keep one"]],
    ['{"constructor": 1}', ["1:2 `constructor` is no setting; there are `$schema`, `rules`, `exclude`"]],
  ];
  it.each(cases)("%s", (text, errors) => expect(read(text)).toEqual(errors));
});

it("has its schema in media/portcullis.schema.json (update it with: npx vitest run -u test/engine/configuration.test.ts)", async () => {
  await expect(`${JSON.stringify(configurationSchema(scanDescriptions), undefined, 2)}\n`).toMatchFileSnapshot("../../media/portcullis.schema.json");
});
