import { describe, expect, it } from "vitest";
import { capabilitiesOf, wordsOf } from "../../src/wording/capabilities";
import { bareName, glanceOf, isOneSlip } from "../../src/wording/similar-names";
import { surfaceOfTools } from "../../src/wording/surface";

function can(name: string, description = "", parameters: readonly string[] = []): string {
  const [tool] = surfaceOfTools("s", [{ name, description, inputSchema: { type: "object", properties: Object.fromEntries(parameters.map((each) => [each, { type: "string" }])) } }]).tools;
  return tool ? capabilitiesOf(tool).map(({ capability }) => capability).join(" ") : "";
}

describe("what a tool can do, by what it says of itself", () => {
  it.each([
    ["read_file", "Reads a file.", ["path"], "reads-files reads-private-data"],
    ["deleteBranch", "", [], "writes deletes"],
    ["issue_delete", "", [], "writes deletes"],
    ["run_command", "", ["command"], "runs-commands"],
    ["terminal", "Executes a shell command.", ["command"], "runs-commands"],
    ["browser_navigate", "Goes to a URL.", ["url"], "fetches-urls reads-untrusted-content"],
    ["slack_post_message", "", ["text"], "sends-messages"],
    ["get_secret", "", [], "reads-secrets"],
    ["list_issues", "", [], "reads-untrusted-content"],
    ["add", "Adds two numbers.", ["a", "b"], "writes"],
    ["get_weather", "The weather of a city.", ["city"], ""],
    ["count_tokens", "", ["text"], ""],
    ["get_deleted_count", "", [], ""],
    ["lookup", "Finds a country.", ["code"], ""],
  ])("%s %s %j", (name, description, parameters, expected) => expect(can(name, description, parameters)).toBe(expected));

  it("costs no more for a hostile name", () => {
    const start = performance.now();
    can("aA".repeat(500_000), "run ".repeat(500_000), Array.from({ length: 5_000 }, (_, index) => `p${index}`));
    expect(performance.now() - start).toBeLessThan(500);
  });

  it.each([["deleteFile", "delete file"], ["files.delete-all", "files delete all"], ["API-get-user", "api get user"], ["", ""]])("words of %s", (name, expected) => expect(wordsOf(name).join(" ")).toBe(expected));
});

describe("names that are alike", () => {
  it.each([["read_fiIe", "read_file"], ["cornmand", "command"], ["l0gin", "login"], ["re\u0430d", "read"]])("at a glance: %s and %s", (a, b) => expect(glanceOf(a)).toBe(glanceOf(b)));
  it("but for case and separators", () => expect(bareName("get-User")).toBe(bareName("get_user")));
  it.each([["read_flie", "read_file", true], ["readfile", "read_file", true], ["read_filee", "read_file", true], ["read_file", "read_file", false], ["read_files2", "read_file", false], ["raed_flie", "read_file", false], ["", "a", true]])("one slip between %s and %s: %s", (a, b, expected) => expect(isOneSlip(a, b)).toBe(expected));
});
