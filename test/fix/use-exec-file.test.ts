import { describe, expect, it } from "vitest";
import { runWithoutShell, runWithoutShellOnReview } from "../../src/rules/fix/use-exec-file";
import { textAfter, type SinkAt } from "./support";

const exec: SinkAt = { callee: "exec", symbol: "child_process.exec", fix: { kind: "shell", api: "exec" } };
const sync: SinkAt = { callee: "execSync", symbol: "child_process.execSync", fix: { kind: "shell", api: "execSync" } };
const promised: SinkAt = { ...exec, callee: "execAsync", isPromisified: true };
const head = 'import { exec } from "child_process";\nimport { promisify } from "util";\nconst execAsync = promisify(exec);\n';
const headAfter = 'import { execFile } from "child_process";\nimport { promisify } from "util";\nconst execFileAsync = promisify(execFile);\n';

const fix = (text: string, at: SinkAt): string => textAfter(runWithoutShell, text, at);

describe("imports", () => {
  const use = (callee: string): string => `function f(x: string) {\n  ${callee}(\`git log \${x}\`);\n}\n`;
  const used = (callee: string): string => `function f(x: string) {\n  ${callee}("git", ["log", "--end-of-options", x]);\n}\n`;
  it.each<[string, SinkAt, string, string]>([
    ["are renamed where the old name has no other use", exec, `import { exec, fork } from "node:child_process";\n${use("exec")}`, `import { execFile, fork } from "node:child_process";\n${used("execFile")}`],
    ["are extended where it has", exec, `import { exec } from "child_process";\nexec("a | b");\n`.replace('exec("a | b")', "export const other = exec") + use("exec"), `import { exec, execFile } from "child_process";\nexport const other = exec;\n${used("execFile")}`],
    ["are used where they are there", exec, `import { exec, execFile } from "child_process";\n${use("exec")}`, `import { execFile } from "child_process";\n${used("execFile")}`],
    ["go by a namespace", { ...exec, callee: "cp.exec" }, `import * as cp from "child_process";\n${use("cp.exec")}`, `import * as cp from "child_process";\n${used("cp.execFile")}`],
    ["go by another name", { ...exec, callee: "run" }, `import { exec as run } from "child_process";\n${use("run")}`, `import { execFile } from "child_process";\n${used("execFile")}`],
    ["go by require", sync, `const { execSync } = require('child_process');\n${use("execSync")}`, `const { execFileSync } = require('child_process');\n${used("execFileSync").replaceAll('"', "'")}`],
    ["go by a constant", sync, `const execSync = require("child_process").execSync;\n${use("execSync")}`, `const execFileSync = require("child_process").execFileSync;\n${used("execFileSync")}`],
  ])("%s", (_, at, before, after) => expect(fix(before, at)).toBe(after));

  it("come from a promise", () => {
    const before = 'export async function f(x: string) {\n  const { exec } = await import("child_process");\n  exec(`git log ${x}`);\n}\n';
    expect(fix(before, exec)).toBe('export async function f(x: string) {\n  const { execFile } = await import("child_process");\n  execFile("git", ["log", "--end-of-options", x]);\n}\n');
  });

  it("are made where the promise form comes from another file", () => {
    const before = 'import { run } from "./run";\nexport async function f(x: string) {\n  await run(`git log ${x}`);\n}\n';
    const after = fix(before, { ...promised, callee: "run" });
    expect(after).toContain('import { execFile } from "child_process";\nimport { promisify } from "util";\n\nconst execFileAsync = promisify(execFile);');
    expect(after).toContain('await execFileAsync("git", ["log", "--end-of-options", x]);');
  });

  it("are not made of a name that is taken", () => {
    expect(fix('import { exec } from "child_process";\nfunction f(execFile: string) {\n  exec(`git ${execFile}`);\n}\n', exec)).toContain("already means something else");
  });
});

describe("values", () => {
  const body = (line: string, parameters = "x: string, n: number"): string => `import { exec } from "child_process";\nfunction f(${parameters}) {\n  ${line}\n}\n`;
  const list = (text: string): string | undefined => /execFile\((.*)\);$/m.exec(text)?.[1];
  it.each<[string, string, string]>([
    ["that are strings stay", "exec(`a ${x} ${x.trim()} ${String(n)}`);", '"a", [x, x.trim(), String(n)]'],
    ["that may be anything else become strings", "exec(`a ${n} ${x?.y}`);", '"a", [String(n), String(x?.y)]'],
    ["that are escaped lose the escapes", "exec(`a \"${x.replace(/\"/g, '\\\\\"')}\" ${JSON.stringify(x)}`);", '"a", [x, x]'],
    ["that may be empty are left out when they are", 'exec(`a ${x || ""} ${n ? "-n" : ""}`);', '"a", [...(x ? [x] : []), ...(n ? ["-n"] : [])]'],
    ["that are joined lists are spread", 'exec(`a ${x.split(",").join(" ")}`);', '"a", [...x.split(",")]'],
    ["that name an option's value are left alone", "exec(`git commit -m ${x}`);", '"git", ["commit", "-m", x]'],
    ["get -- before them where the program takes it", "exec(`rm -r ${x}`);", '"rm", ["-r", "--", x]'],
    ["get none where it would mean a path", "exec(`git checkout ${x}`);", '"git", ["checkout", x]'],
    ["get none where an option follows", "exec(`cp ${x} -r`);", '"cp", [x, "-r"]'],
  ])("%s", (_, line, expected) => expect(list(fix(body(line), exec))).toBe(expected));

  it("that may be several words are refused", () => expect(fix(body("exec(`a ${args}`);", "args: string"), exec)).toContain("may hold several words"));
  it("in a comment's company are refused", () => expect(fix(body('exec("a " + /* why */ x);'), exec)).toContain("A comment"));
  it("that are the whole command are refused", () => expect(fix(body("exec(x);"), exec)).toContain("The whole command is handed in"));
});

describe("commands in variables", () => {
  it("become lists", () => {
    const before = `${head}async function f(x: any) {\n  let command: string = \`git -C "\${x.a}" log\`;\n  if (x.b) command += " --all";\n  log({ command });\n  await execAsync(command, { cwd: "." });\n}\n`;
    const after = `${headAfter}async function f(x: any) {\n  const command: string[] = ["-C", String(x.a), "log"];\n  if (x.b) command.push("--all");\n  log({ command: ["git", ...command].join(" ") });\n  await execFileAsync("git", command, { cwd: "." });\n}\n`;
    expect(fix(before, promised)).toBe(after);
  });

  it("that are set in branches become lists in each of them", () => {
    const before = `${head}async function f(x: any) {\n  let command: string;\n  if (x.b) command = "git log";\n  else command = \`git show \${x.c}\`;\n  await execAsync(command);\n}\n`;
    expect(fix(before, promised)).toContain('  let command: string[];\n  if (x.b) command = ["log"];\n  else command = ["show", "--end-of-options", String(x.c)];\n  await execFileAsync("git", command);');
  });

  it("that are empty at first are empty lists at first", () => {
    const before = `${head}async function f(x: any) {\n  let command = "";\n  if (x.b) command = "git log";\n  else command = \`git show \${x.c}\`;\n  await execAsync(command);\n}\n`;
    expect(fix(before, promised)).toContain('  let command: string[] = [];\n  if (x.b) command = ["log"];');
  });

  it("of different programs are refused", () => {
    expect(fix(`${head}async function f(x: any) {\n  let command: string;\n  if (x.b) command = "ls";\n  else command = \`cat \${x.c}\`;\n  await execAsync(command);\n}\n`, promised)).toContain("different programs");
  });

  it("that end in the middle of a word are refused", () => {
    expect(fix(`${head}async function f(x: any) {\n  let command = "git log --n=";\n  command += x.n;\n  await execAsync(command);\n}\n`, promised)).toContain("A word of the command");
  });

  it("that are chosen are chosen still", () => {
    expect(fix(`${head}async function f(x: string) {\n  const command = x ? \`git log \${x}\` : "git log";\n  await execAsync(command);\n}\n`, promised)).toContain('  const command = x ? ["log", "--end-of-options", x] : ["log"];\n  await execFileAsync("git", command);');
  });
});

describe("what a shell would have taken off", () => {
  it("is taken off a constant", () => {
    const text = `import { exec } from "child_process";\nconst FORMAT = '--format="%h %s"';\nexport const other = FORMAT;\nfunction f(x: string) {\n  exec(\`git log \${FORMAT} \${x}\`);\n}\n`;
    expect(fix(text, exec)).toContain(`execFile("git", ["log", "--format=%h %s", "--end-of-options", x]);`);
  });

  it("is refused in the elements of a list that was joined", () => {
    const text = `import { exec } from "child_process";\nfunction f(x: string) {\n  const headers = [\`-H "X: \${x}"\`];\n  exec(\`curl \${headers.join(" ")} \${x}\`);\n}\n`;
    expect(fix(text, exec)).toContain("an element of the list");
    expect(fix(text.replace('[`-H "X: ${x}"`]', "headersOf(x)"), exec)).toContain("can't be seen here");
    expect(fix(text.replace('[`-H "X: ${x}"`]', '["-H", x]'), exec)).toContain('execFile("curl", [...headers, "--", x]);');
  });

  it("is left for review where a value was escaped before", () => {
    const text = `import { exec } from "child_process";\nfunction f(x: string) {\n  const message = escapeShellArg(x);\n  exec(\`git commit -m "\${message}"\`);\n}\n`;
    expect(fix(text, exec)).toBe("<nothing>");
    expect(textAfter(runWithoutShellOnReview, text, exec)).toContain('["commit", "-m", String(message)]');
  });

  it("is refused in a variable that is written in several places", () => {
    const text = `import { exec } from "child_process";\nfunction f(x: string) {\n  let target = "";\n  if (x) target = \`"\${x}"\`;\n  exec(\`git add \${target}\`);\n}\n`;
    expect(fix(text, exec)).toContain("only a shell would take apart");
  });

  it("leaves a question whether there is a command as it is", () => {
    const text = `${head}async function f(x: string) {\n  let command;\n  if (x) command = \`git log \${x}\`;\n  if (!command) return;\n  await execAsync(command);\n}\n`;
    expect(fix(text, promised)).toContain('  let command;\n  if (x) command = ["log", "--end-of-options", x];\n  if (!command) return;\n  await execFileAsync("git", command);');
  });
});

describe("scripts on Windows", () => {
  const text = 'import { execSync } from "child_process";\nfunction f(x: string) {\n  execSync(`npm view ${x}`);\n}\n';
  it("are for review", () => {
    expect(fix(text, sync)).toBe("<nothing>");
    expect(textAfter(runWithoutShellOnReview, text, sync)).toContain('execFileSync("npm", ["view", "--", x])');
  });
});

describe("layout", () => {
  const around = (call: string): string => `import { exec } from "child_process";\nfunction f(x: any) {\n${call}\n}\n`;
  const long = "`a --one ${x.oneLongName} --two ${x.anotherLongName} --three ${x.thirdLongName} --four ${x.fourth}`";
  const words = ['"--one"', "String(x.oneLongName)", '"--two"', "String(x.anotherLongName)", '"--three"', "String(x.thirdLongName)", '"--four"', "String(x.fourth)"];
  const body = (text: string): string => fix(text, exec).split("\n").slice(2, -2).join("\n");

  it("draws a short call together", () => expect(body(around("  exec(\n    `a ${x.b}`,\n  );"))).toBe('  execFile("a", [String(x.b)]);'));
  it("breaks a long list at the end of a call", () => {
    expect(body(around(`  exec(\n    ${long}\n  );`))).toBe(`  execFile("a", [\n${words.map((word) => `    ${word},\n`).join("")}  ]);`);
  });
  it("keeps arguments on lines of their own", () => {
    expect(body(around('  exec(\n    `a ${x.b}`,\n    { cwd: "." },\n  );'))).toBe('  execFile(\n    "a",\n    [String(x.b)],\n    { cwd: "." },\n  );');
  });
  it("breaks a long list in a variable", () => {
    expect(body(around(`  let c = ${long};\n  if (x.v) c += " -v";\n  exec(c);`))).toBe(`  const c = [\n${words.map((word) => `    ${word},\n`).join("")}  ];\n  if (x.v) c.push("-v");\n  execFile("a", c);`);
  });
});

describe("variables that may be unset", () => {
  it("stay unset, also where they are told", () => {
    const before = "import { exec } from \"child_process\";\nfunction f(x: any) {\n  let c;\n  if (x.a) c = `git log ${x.a}`;\n  console.log(c);\n  if (!c) throw new Error();\n  exec(c);\n}\n";
    const after = 'import { execFile } from "child_process";\nfunction f(x: any) {\n  let c;\n  if (x.a) c = ["log", "--end-of-options", String(x.a)];\n  console.log(["git", ...(c ?? [])].join(" "));\n  if (!c) throw new Error();\n  execFile("git", c);\n}\n';
    expect(fix(before, exec)).toBe(after);
  });
  it("hold a copy of a list that they add to", () => {
    const before = 'import { exec } from "child_process";\nfunction f(list: string[]) {\n  let c = `git ${list.join(" ")}`;\n  c += " -v";\n  exec(c);\n}\n';
    expect(fix(before, exec)).not.toContain("const c = list;");
  });
});

describe("what a shell would have undone", () => {
  const around = (body: string): string => `import { exec } from "child_process";\nfunction f(x: any) {\n  ${body}\n}\n`;
  const after = (body: string): string => fix(around(body), exec).split("\n").slice(2, -2).join("\n").trim();
  it.each<[string, string, string]>([
    ["quotes in a choice that is used twice", 'const q = x.f ? `${x.r}:"${x.f}"` : `"${x.r}"`;\n  log(q);\n  exec(`git show ${q}`);', 'const q = x.f ? `${x.r}:"${x.f}"` : `"${x.r}"`;\n  log(q);\n  execFile("git", ["show", "--end-of-options", x.f ? `${x.r}:${x.f}` : String(x.r)]);'],
    ["quotes in a constant of its own", 'const q = `"${x.p}"`;\n  exec(`a ${q}`);', 'const q = String(x.p);\n  execFile("a", [q]);'],
    ["escapes of a constant", "const m = x.m.replace(/\"/g, '\\\\\"');\n  exec(`a \"${m}\"`);", 'const m = x.m;\n  execFile("a", [String(m)]);'],
    ["escapes of a function", "const esc = (a: string) => a.replace(/\\\\/g, \"\\\\\\\\\").replace(/\"/g, '\\\\\"');\n  exec(`a \"${esc(x.m)}\"`);", "const esc = (a: string) => a.replace(/\\\\/g, \"\\\\\\\\\").replace(/\"/g, '\\\\\"');\n  execFile(\"a\", [String(x.m)]);"],
    ["escapes of a function that quotes", "const esc = (a: string) => `'${a.replace(/'/g, `'\\\\''`)}'`;\n  exec(`a ${esc(x.m)}`);", "const esc = (a: string) => `'${a.replace(/'/g, `'\\\\''`)}'`;\n  execFile(\"a\", [String(x.m)]);"],
    ["an empty text", 'let e = "";\n  if (x.a) e = "--all";\n  exec(`a ${e}`);', 'let e = "";\n  if (x.a) e = "--all";\n  execFile("a", e ? [String(e)] : []);'],
    ["an empty default", 'const { e = "" } = x;\n  exec(`a ${e} b`);', 'const { e = "" } = x;\n  execFile("a", [...(e ? [String(e)] : []), "b"]);'],
    ["several words for each element", 'exec(`a ${x.l.map((v: string) => `--label "${v}"`).join(" ")}`);', 'execFile("a", [...x.l.flatMap((v: string) => ["--label", v])]);'],
    ["several words in a list that is written out", 'exec(`a ${["b", x.c ? "-d e" : ""].join(" ")}`);', 'execFile("a", ["b", ...(x.c ? ["-d", "e"] : [])]);'],
  ])("is undone: %s", (_, before, expected) => expect(after(before)).toBe(expected));

  it.each<[string, string]>([
    ["a replacement that is no escape", 'exec(`a "${x.m.replace(/\\n/g, "\\\\n")}"`);'],
    ["a backslash in single quotes", "exec(`a '${x.m.replace(/\"/g, '\\\\\"')}'`);"],
  ])("stays: %s", (_, before) => expect(after(before)).toContain("x.m.replace("));

  it.each<[string, string, string]>([
    ["quotes in a part of a word", 'const q = `"%H %s"`;\n  exec(`a --pretty=${q}`);', "only a shell would take apart"],
    ["a text that is needed elsewhere and made by a call", 'const q = next() ? `--b ${x.c}` : "";\n  log(q);\n  exec(`a ${q}`);', "can't be worked out twice"],
    ["words in a choice that is pushed", 'const l = ["b"];\n  l.push(x.c ? "-d e" : "-f");\n  exec(`a ${l.join(" ")}`);', "the shell would take it apart"],
  ])("is refused: %s", (_, before, reason) => expect(fix(around(before), exec)).toContain(reason));

  it("needs no choice of lists where both are one word", () => {
    expect(after('let c = "a ";\n  c += x.d ? "-D " : "-d ";\n  c += x.e;\n  exec(c);')).toBe('const c: string[] = [];\n  c.push(x.d ? "-D" : "-d");\n  c.push(String(x.e));\n  execFile("a", c);');
  });
});

describe("programs that a value chooses", () => {
  const text = (bin: string): string => `import { exec } from "child_process";\nfunction f(x: any) {\n  const bin = ${bin};\n  exec(\`\${bin} \${x.a}\`);\n}\n`;
  it("are left for review", () => {
    expect(fix(text("x.bin"), exec)).toBe("<nothing>");
    expect(textAfter(runWithoutShellOnReview, text("x.bin"), exec)).toContain("execFile(String(bin), [String(x.a)])");
  });
  it("are the server's own business", () => expect(fix(text('process.env.BIN ?? "git"'), exec)).toContain("execFile(String(bin), [String(x.a)])"));
});
