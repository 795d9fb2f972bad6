import { describe, expect, it } from "vitest";
import { lowerTypeScript } from "../../src/syntax/typescript/lower";
import { splitShellText } from "../../src/rules/fix/shell-words";
import { readTextParts } from "../../src/rules/fix/text-parts";

/** Splits the text of a template, or of any other expression, and writes values as `<name>`, quoted ones as `<"name">`. */
function split(source: string): readonly string[] | string {
  const module = lowerTypeScript("/w/a.ts", `const text = ${source};`);
  const [statement] = module.top.body;
  const parts = statement?.kind === "declare" && statement.value ? readTextParts(statement.value, module) : undefined;
  if (!parts) return "no text";
  const result = splitShellText(parts);
  if ("refused" in result) return result.refused;
  return result.words.map(({ pieces }) =>
    pieces
      .map((piece) => {
        if (piece.kind === "text") return piece.value;
        const name = module.text.slice(piece.expression.range.start, piece.expression.range.end);
        return piece.isQuoted ? `<"${name}">` : `<${name}>`;
      })
      .join(""),
  );
}

describe("a command is split as a shell splits it", () => {
  it.each([
    ["words", "`git log  --oneline\\t-n 5 `", ["git", "log", "--oneline", "-n", "5"]],
    ["values", "`git log ${branch}`", ["git", "log", "<branch>"]],
    ["values in double quotes", "`git -C \"${folder}\" log`", ["git", "-C", '<"folder">', "log"]],
    ["values in single quotes", "\"grep '\" + word + \"' file\"", ["grep", '<"word">', "file"]],
    ["values in a word", "`git log --author=\"A ${name}\" --n=${n}`", ["git", "log", '--author=A <"name">', "--n=<n>"]],
    ["two values in a word", "`git diff ${a}..${b}`", ["git", "diff", "<a>..<b>"]],
    ["quotes in the middle of a word", "'a\"b c\"d'", ["ab cd"]],
    ["an empty word", "`git commit -m \"\"`", ["git", "commit", "-m", ""]],
    ["single quotes keep everything", "`awk '{ print $1 | \"x\" }' f`", ["awk", '{ print $1 | "x" }', "f"]],
    ["backslashes outside of quotes", "'find . -name a\\\\ b \\\\;'", ["find", ".", "-name", "a b", ";"]],
    ["backslashes inside of double quotes", "'echo \"a\\\\\"b\\\\c\"'", ["echo", 'a"b\\c']],
    ["a backslash before a line break", "`git log \\\\\n  --all`", ["git", "log", "--all"]],
    ["line breaks around the command", "`\n  git log\n`", ["git", "log"]],
    ["braces that expand to nothing else", "`git show stash@{${n}} {} HEAD@{1}`", ["git", "show", "stash@{<n>}", "{}", "HEAD@{1}"]],
    ["an equals sign after the program", "`git -c user.name=x`", ["git", "-c", "user.name=x"]],
  ])("%s", (_, source, expected) => expect(split(source)).toEqual(expected));
});

describe("what only a shell understands is refused by name", () => {
  it.each([
    ["a pipe", "`ps | head ${n}`", "a pipe"],
    ["and", "`cd x && ls ${n}`", "`&&`"],
    ["or", "`a || b ${n}`", "`||`"],
    ["background", "`a ${n} &`", "`&`"],
    ["a second command", "`a; b ${n}`", "`;`"],
    ["output into a file", "`a ${n} > f`", "a redirection"],
    ["errors into the output", "`a ${n} 2>&1`", "a redirection"],
    ["a subshell", "`(a ${n})`", "parentheses"],
    ["a substitution", "`a $(b) ${n}`", "a command substitution"],
    ["a substitution in double quotes", "`a \"$(b)\" ${n}`", "a command substitution"],
    ["backticks", "'a `b` ' + n", "a command substitution"],
    ["a variable", "'a $HOME ' + n", "a variable of the shell"],
    ["a variable in double quotes", "'a \"$HOME\" ' + n", "a variable of the shell"],
    ["a glob", "`ls *.md ${n}`", "a glob pattern"],
    ["a home folder", "`ls ~/x ${n}`", "the home folder"],
    ["a brace expansion", "`ls {a,b} ${n}`", "a brace expansion"],
    ["a comment", "`ls # ${n}`", "a comment"],
    ["a variable for one command", "`A=1 ls ${n}`", "a variable set for one command"],
    ["several lines", "`a ${n}\nb ${n}`", "several lines"],
    ["a quote that stays open", "`a \"${n}`", "not closed"],
    ["a backslash before a value", "'a \\\\' + n", "A backslash"],
  ])("%s", (_, source, expected) => expect(split(source)).toContain(expected));
});
