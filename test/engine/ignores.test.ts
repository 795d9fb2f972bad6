import { describe, expect, it } from "vitest";
import { readIgnores } from "../../src/engine/ignores";
import { createWorkspace } from "../../src/syntax/create-workspace";
import { memoryHost } from "../support/memory-host";

const rules = ["command-injection", "sql-injection"];

function read(text: string) {
  const module = createWorkspace(memoryHost({ "/w/a.ts": text })).module("/w/a.ts");
  if (module === undefined) throw new Error("The file was not read.");
  return readIgnores(module, rules);
}

/** Whether the first comment covers the place of "HERE". */
function covers(text: string): boolean | undefined {
  return read(text).valid[0]?.covers(text.indexOf("HERE"));
}

it("reads ids and the reason", () => {
  const { valid } = read("// portcullis-ignore-next-line command-injection, sql-injection -- both are -- numbers\nx();");
  expect(valid).toMatchObject([{ rules: ["command-injection", "sql-injection"], reason: "both are -- numbers" }]);
});

it("reads block comments and those in JSX", () => {
  expect(read("/* portcullis-ignore-line sql-injection -- a */").valid).toHaveLength(1);
  expect(read("/**\n * portcullis-ignore-file sql-injection -- a\n */").valid).toHaveLength(1);
});

it("leaves other comments alone", () => {
  expect(read("// see portcullis-ignore-line in the docs\nconst a = '// portcullis-ignore-line x';")).toEqual({ valid: [], broken: [] });
});

describe("says what is wrong with a comment", () => {
  it.each([
    ["portcullis-ignore sql-injection -- a", 'Write "portcullis-ignore-next-line", "portcullis-ignore-line" or "portcullis-ignore-file"'],
    ["portcullis-ignore-nextline sql-injection -- a", 'Write "portcullis-ignore-next-line", "portcullis-ignore-line" or "portcullis-ignore-file"'],
    ["portcullis-ignore-line", 'Name the rule to ignore, as in "portcullis-ignore-line command-injection -- reason"'],
    ["portcullis-ignore-line -- because", 'Name the rule to ignore, as in "portcullis-ignore-line command-injection -- reason"'],
    ["portcullis-ignore-line sql-injektion -- a", "`sql-injektion` is no rule; did you mean `sql-injection`?"],
    ["portcullis-ignore-line sql-injection", 'This ignore needs a reason: "portcullis-ignore-line sql-injection -- why it is fine"'],
    ["portcullis-ignore-line sql-injection --  ", 'This ignore needs a reason: "portcullis-ignore-line sql-injection -- why it is fine"'],
  ])("%s", (comment, message) => {
    expect(read(`// ${comment}\n`).broken.map((each) => each.message)).toEqual([message]);
  });
});

describe("next-line", () => {
  const comment = "// portcullis-ignore-next-line sql-injection -- a\n";
  it("covers the line below", () => expect(covers(`${comment}run(HERE);`)).toBe(true));
  it("covers the whole statement that starts there", () => expect(covers(`${comment}run(\n  "a",\n  HERE,\n);`)).toBe(true));
  it("steps over further comments", () => expect(covers(`${comment}// eslint-disable-next-line x\n/* and\n this */\nrun(HERE);`)).toBe(true));
  it("does not cover the line after", () => expect(covers(`${comment}run();\nrun(HERE);`)).toBe(false));
  it("does not cover what lies inside a function that starts there", () => expect(covers(`${comment}const f = () => {\n  a();\n  run(HERE);\n};`)).toBe(false));
  it("covers the head of a block, not its body", () => {
    expect(covers(`${comment}if (\n  HERE\n) { a(); }`)).toBe(true);
    expect(covers(`${comment}if (a) {\n  run(HERE);\n}`)).toBe(false);
  });
});

describe("line", () => {
  const comment = "// portcullis-ignore-line sql-injection -- a";
  it("covers the line it ends", () => expect(covers(`run(HERE); ${comment}`)).toBe(true));
  it("covers the whole statement that ends there", () => expect(covers(`run(\n  HERE,\n); ${comment}`)).toBe(true));
  it("does not cover the line before or after", () => {
    expect(covers(`run(HERE);\nrun(); ${comment}`)).toBe(false);
    expect(covers(`run(); ${comment}\nrun(HERE);`)).toBe(false);
  });
});

it("file covers everything, wherever it stands", () => {
  expect(covers("run(HERE);\n// portcullis-ignore-file sql-injection -- a")).toBe(true);
});
