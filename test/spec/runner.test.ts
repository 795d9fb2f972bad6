import { describe, expect, it } from "vitest";
import type { Finding, Fix } from "../../src/base/finding";
import { judge } from "./judge";
import { readSpec } from "./read-spec";
import type { Analyze } from "./spec";

/** The runner must fail where a spec is untrue, so it is tried on an analyser of a few lines: every `danger(x)` is an error. */
const analyze: Analyze = (files) => [...files].flatMap(([file, text]) => [...text.matchAll(/danger\((\w*)\)/g)].map((match) => findingAt(file, match)));

function findingAt(file: string, match: RegExpExecArray, change: Partial<Finding> = {}): Finding {
  const range = { start: match.index, end: match.index + match[0].length };
  const source = /\bx\b/.exec(match.input)?.index ?? 0;
  return {
    rule: "danger",
    severity: "error",
    message: `\`${match[1] ?? ""}\` is dangerous`,
    location: { file, range },
    flow: [{ location: { file, range: { start: source, end: source + 1 } }, message: "here" }],
    otherFlows: [],
    tools: [],
    fixes: [],
    fingerprint: "",
    ...change,
  };
}

/** The same analyser with a fix. */
function withFix(fixOf: (file: string, text: string, match: RegExpExecArray) => Partial<Fix>): Analyze {
  return (files) =>
    [...files].flatMap(([file, text]) =>
      [...text.matchAll(/danger\((\w*)\)/g)].map((match) => findingAt(file, match, { fixes: [{ title: "Calm down", safety: "safe", edits: [], newFiles: [], ...fixOf(file, text, match) }] })),
    );
}

const calm = withFix((file, _text, match) => ({ edits: [{ file, range: { start: match.index, end: match.index + "danger".length }, text: "calm" }] }));

/** One case in a section; `~~~` stands for the fence's backticks. */
function spec(section: string, body: string): string {
  return `# danger\n\n## ${section}\n\n### A case\n\nWhy.\n\n${body.replaceAll("~~~", "```")}\n`;
}

function complaintsOf(text: string, using: Analyze = analyze): string {
  const { cases, problems } = readSpec(text);
  expect(problems).toEqual([]);
  return cases.flatMap((each) => judge(each, using)).join("\n");
}

const call = "~~~ts\nconst x = 1; danger(x);\n";

describe("a true spec passes", () => {
  it.each([
    ["a marked finding", spec("Reported", `${call}             ^^^^^^^^^ error[danger] \`x\` is dangerous\n~~~`)],
    ["a mark without a message", spec("Reported", `${call}             ^^^^^^^^^ error[danger]\n~~~`)],
    ["a source and two marks under one line", spec("Reported", `${call}      ^ source\n             ^^^^^^^^^ error[danger]\n~~~`)],
    ["two files", spec("Reported", "~~~ts\nsafe();\n~~~\n\n~~~js dist/index.js\ndanger(y);\n^^^^^^^^^ error[danger]\n~~~")],
    ["a finding over several lines, marked on its first", spec("Reported", "~~~ts\nlong(\n^^^^^ error[danger]\n1);\n~~~")],
    ["silence", spec("Not reported", "~~~ts\ncalm(1);\n~~~")],
    ["a known miss", spec("Known gaps", "~~~ts\ndan\n+ger(1);\n ^^^ MISSING error[danger]\n~~~")],
    ["a finding that should be worse", spec("Known gaps", `${call}             ^^^^^^^^^ MISSING warning[danger]\n             ^^^^^^^^^ SPURIOUS error[danger]\n~~~`)],
    ["a known false alarm", spec("Known gaps", `${call}             ^^^^^^^^^ SPURIOUS error[danger]\n~~~`)],
  ])("%s", (_name, text) => {
    const long: Analyze = (files) => [...files].flatMap(([file, source]) => [...source.matchAll(/long\(\n1\)/g)].map((match) => findingAt(file, match)));
    expect(complaintsOf(text, (files) => [...analyze(files), ...long(files)])).toBe("");
  });

  it("a fix that is as the fence after it says", () => {
    expect(complaintsOf(spec("Fix", `${call}             ^^^^^^^^^ error[danger] 💡\n~~~\n\n~~~ts after "Calm down"\nconst x = 1; calm(x);\n~~~`), calm)).toBe("");
  });
});

describe("an untrue spec fails", () => {
  it.each([
    ["a finding without a mark", spec("Not reported", `${call}~~~`), /Unexpected \(1\):\n {2}in server\.ts\n {2}1 \| const x = 1; danger\(x\);\n {4}\| {14}\^{9} error\[danger\] `x` is dangerous/],
    ["a mark without a finding", spec("Reported", "~~~ts\ncalm(1);\n^^^^^^^ error[danger]\n~~~"), /Missed \(1\):\n {2}in server\.ts\n {2}1 \| calm\(1\);\n {4}\| \^{7} error\[danger\]/],
    ["another place", spec("Reported", `${call}             ^^^^^^ error[danger]\n~~~`), /Missed \(1\)[^]*Unexpected \(1\)/],
    ["another severity", spec("Reported", `${call}             ^^^^^^^^^ warning[danger]\n~~~`), /Missed \(1\)[^]*Unexpected \(1\)/],
    ["another message", spec("Reported", `${call}             ^^^^^^^^^ error[danger] \`y\`\n~~~`), /Missed \(1\)[^]*Unexpected \(1\)/],
    ["a bulb where no fix is offered", spec("Reported", `${call}             ^^^^^^^^^ error[danger] 💡\n~~~`), /Missed \(1\)[^]*Unexpected \(1\)/],
    ["another source", spec("Reported", `${call}          ^ source\n             ^^^^^^^^^ error[danger]\n~~~`), /Missed \(1\)[^]*source/],
    ["a miss that is found", spec("Known gaps", `${call}             ^^^^^^^^^ MISSING error[danger]\n~~~`), /Found at last/],
    ["a false alarm that is gone", spec("Known gaps", "~~~ts\ncalm(1);\n^^^^^^^ SPURIOUS error[danger]\n~~~"), /No longer reported/],
    ["a fence that does not parse", spec("Not reported", "~~~ts\ncalm(;\n~~~"), /does not parse/],
    ["a fix that nobody offers", spec("Fix", `${call}             ^^^^^^^^^ error[danger]\n~~~\n\n~~~ts after "Cheer up"\nx\n~~~`), /No fix is called "Cheer up"; offered: none/],
  ])("%s", (_name, text, complaint) => {
    expect(complaintsOf(text)).toMatch(complaint);
  });
});

describe("a bad fix fails", () => {
  const marked = spec("Reported", `~~~ts\n// why\nimport a from "a";\ndanger(x); /* end */\n^^^^^^^^^ error[danger] 💡\n~~~`);
  const replace = (file: string, text: string, from: string, to: string): Partial<Fix> => ({ edits: [{ file, range: { start: text.indexOf(from), end: text.indexOf(from) + from.length }, text: to }] });

  it.each<[string, Analyze, RegExp]>([
    ["leaves the finding", withFix((file, text) => replace(file, text, "import a", "import b")), /the finding is still there/],
    ["changes nothing", withFix(() => ({})), /the finding is still there[^]*offered again and again/],
    ["does not parse", withFix((file, text) => replace(file, text, "danger(x)", "calm(")), /server\.ts no longer parses/],
    ["loses a comment", withFix((file, text) => replace(file, text, "danger(x); /* end */", "calm(x);")), /the comment "\/\* end \*\/" is lost/],
    ["loses the first comment", withFix((file, text) => replace(file, text, text, 'import a from "a";\ncalm(x); /* end */\n')), /the comment "\/\/ why" is lost/],
    ["brings a finding", withFix((file, text) => replace(file, text, "danger(x)", "danger(z)")), /a new finding appears: error\[danger\]/],
    ["imports twice", withFix((file, text) => replace(file, text, "danger(x)", 'import a from "a"; calm(x)')), /imports a from "a" twice/],
    ["has edits that overlap", withFix((file) => ({ edits: [0, 1].map((start) => ({ file, range: { start, end: 3 }, text: "" })) })), /can't be applied: Edits overlap/],
    ["edits a file that is not there", withFix(() => ({ edits: [{ file: "/other.ts", range: { start: 0, end: 0 }, text: "" }] })), /can't be applied: it edits \/other\.ts/],
    ["adds a file that is there", withFix((file) => ({ newFiles: [{ file, text: "" }] })), /can't be applied: it adds/],
    ["reads otherwise than stated", calm, /After "Calm down", server\.ts is not what line \d+ says\.\n {2}from line 3:\n {2}- quiet\(x\); \/\* end \*\/\n {2}\+ calm\(x\); \/\* end \*\//],
  ])("that %s", (name, using, complaint) => {
    const text = name === "reads otherwise than stated" ? `${marked}\n\`\`\`ts after "Calm down"\n// why\nimport a from "a";\nquiet(x); /* end */\n\`\`\`\n` : marked;
    expect(complaintsOf(text, using)).toMatch(complaint);
  });

  it("that changes a second file in silence", () => {
    const text = `${marked.replace("## Reported", "## Fix")}\n\`\`\`ts other.ts\nquiet();\n\`\`\`\n\`\`\`ts after "Calm down"\n// why\nimport a from "a";\ncalm(x); /* end */\n\`\`\`\n`;
    const both = withFix((file, _text, match) => ({
      edits: [
        { file, range: { start: match.index, end: match.index + 6 }, text: "calm" },
        { file: "/workspace/other.ts", range: { start: 0, end: 5 }, text: "still" },
      ],
    }));
    expect(complaintsOf(text, both)).toMatch(/"Calm down" also changes other\.ts/);
  });
});

describe("a malformed spec is told", () => {
  it.each([
    ["a mark without words", spec("Reported", "~~~ts\ndanger(x);\n^^^^^^^^^\n~~~"), /is no mark/],
    ["a mark with an unknown severity", spec("Reported", "~~~ts\ndanger(x);\n^^^^^^^^^ fatal[danger]\n~~~"), /is no mark/],
    ["a mark above everything", spec("Reported", "~~~ts\n^^^ error[danger]\ndanger(x);\n~~~"), /no line above/],
    ["a mark past the end of its line", spec("Reported", "~~~ts\nx;\n^^^^^ error[danger]\n~~~"), /longer than the line/],
    ["an unknown language", spec("Reported", "~~~cobol\nx\n~~~"), /does not say which file/],
    ["a fence outside of the sections", "# danger\n\n```ts\nx;\n```\n", /outside of the sections/],
    ["a fence that is not closed", spec("Not reported", "~~~ts\nx;"), /not closed/],
    ["the same file twice", spec("Not reported", "~~~ts\nx;\n~~~\n~~~ts\ny;\n~~~"), /two fences are the same file/],
    ["the same name twice", `${spec("Not reported", "~~~ts\nx;\n~~~")}\n### A case\n\n\`\`\`ts\ny;\n\`\`\`\n`, /stands twice/],
    ["a mark in Not reported", spec("Not reported", "~~~ts\ndanger(x);\n^^^^^^^^^ error[danger]\n~~~"), /no place in "Not reported"/],
    ["nothing marked in Reported", spec("Reported", "~~~ts\ndanger(x);\n~~~"), /expects a finding/],
    ["no gap in Known gaps", spec("Known gaps", "~~~ts\ndanger(x);\n^^^^^^^^^ error[danger]\n~~~"), /expects a MISSING or a SPURIOUS/],
    ["a gap in Reported", spec("Reported", "~~~ts\ndanger(x);\n^^^^^^^^^ MISSING error[danger]\n~~~"), /belong in "Known gaps"/],
    ["no file after in Fix", spec("Fix", "~~~ts\ndanger(x);\n^^^^^^^^^ error[danger]\n~~~"), /expects a fence with the file after/],
  ])("%s", (_name, text, problem) => {
    expect(readSpec(text).problems.map((each) => each.message).join("\n")).toMatch(problem);
  });
});
