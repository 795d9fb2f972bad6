import { describe, expect, it } from "vitest";
import { splitCommand } from "../../src/audit/split-command";

describe("a command is split as a shell would", () => {
  it.each<[string, readonly string[]]>([
    ["npx -y  some-server", ["npx", "-y", "some-server"]],
    ["node 'my server.js' \"a b\"c", ["node", "my server.js", "a bc"]],
    ["node '' \"\"", ["node", "", ""]],
    ["a\\ b c\\'d \\\\", ["a b", "c'd", "\\"]],
    ['"a \\" \\\\ \\n"', ['a " \\ \\n']],
    ["'$HOME | `x`' \"a|b\" c$", ["$HOME | `x`", "a|b", "c$"]],
    ["a\n\tb", ["a", "b"]],
  ])("%j", (command, words) => expect(splitCommand(command, false)).toEqual(words));

  it.each<[string, readonly string[]]>([
    ["C:\\tools\\server.exe --root C:\\data\\ x", ["C:\\tools\\server.exe", "--root", "C:\\data\\", "x"]],
    ['"C:\\Program Files\\node.exe" \\"quoted\\" \\\\share\\x $HOME', ["C:\\Program Files\\node.exe", '"quoted"', "\\\\share\\x", "$HOME"]],
  ])("on Windows: %j", (command, words) => expect(splitCommand(command, true)).toEqual(words));
});

describe("and what only a shell understands is refused", () => {
  it.each(["a | b", "a && b", "a; b", "a > b", "a $HOME", 'a "$HOME"', "a $(b)", "a `b`", 'a "`b`"'])("%j", (command) => expect(() => splitCommand(command, false)).toThrow("without a shell"));
  it.each([["a 'b", "does not end"], ['a "b', "does not end"], ["  ", "is empty"]])("%j", (command, message) => expect(() => splitCommand(command, false)).toThrow(message));
});
