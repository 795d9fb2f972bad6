import { describe, expect, it } from "vitest";
import { flowsIn, told } from "./support";

const exec = `import { exec, execSync, spawn } from "child_process"; import { promisify } from "util"; import path from "path"; import fs from "fs/promises";\n`;

/** A handler with a body that uses `args`. */
const body = (text: string): string => `${exec}export async function handler(args: any) { ${text} }`;

const shell = (parameter: string, symbol = "child_process.execSync"): string[] => [`CommandExecution ${parameter} → ${symbol}`];
const file = (parameter: string, symbol = "fs.promises.readFile"): string[] => [`FilePath ${parameter} → ${symbol}`];

describe("ways from a source to a sink", () => {
  const reported: [name: string, code: string, flows: string[]][] = [
    ["a template", body("execSync(`git log ${args.branch}`)"), shell("branch")],
    ["a template kept in a variable", body("const { branch: b = 'main' } = args; const cmd = `git log ${b}`; execSync(cmd)"), shell("branch")],
    ["an accumulator across branches", body("let cmd = 'git log'; if (args.all) { cmd += ' --all'; } if (args.branch) cmd += ` ${args.branch}`; execSync(cmd)"), shell("branch")],
    ["promisify under any name", `${exec}const run = promisify(exec);\n${body("await run('ls ' + args.dir)").slice(exec.length)}`, shell("dir", "child_process.exec")],
    ["a helper", `${exec}function git(command: string) { return execSync("git " + command); }\n${body("git(`log ${args.branch}`)").slice(exec.length)}`, shell("branch")],
    ["push and join", body("const parts = ['git', 'log']; if (args.n) parts.push('-n'); parts.push(args.branch); execSync(parts.join(' '))"), shell("branch")],
    ["a loop over commands", body("for (const c of args.commands) { execSync(c); }"), shell("commands[]")],
    ["map and join", body("execSync('rm ' + args.files.map((f: string) => `\"${f}\"`).join(' '))"), shell("files[]")],
    ["replace into a template", body("execSync('git log @b'.replace('@b', args.branch))"), shell("branch")],
    ["an identity helper", `${exec}const same = async <T>(x: T) => x;\n${body("execSync(await same(args.cmd))").slice(exec.length)}`, shell("cmd")],
    ["a new promise", body("return new Promise((resolve, reject) => { exec(`ls ${args.dir}`, (e, out) => resolve(out)); })"), shell("dir", "child_process.exec")],
    ["a callback that closes over it", body("const { dir } = args; const go = () => execSync('ls ' + dir); [1].forEach(() => go())"), shell("dir")],
    ["a class", `${exec}class Git { constructor(private readonly root: string) {} log(b: string) { return this.run('log ' + b); } private run(c: string) { return execSync('git ' + c); } }\n${body("new Git('/r').log(args.branch)").slice(exec.length)}`, shell("branch")],
    ["a field set in the constructor", `${exec}class Job { cmd: string; constructor(c: string) { this.cmd = c; } go() { execSync(this.cmd); } }\n${body("const j = new Job(args.c); j.go()").slice(exec.length)}`, shell("c")],
    ["a static method", `${exec}class Run { static go(c: string) { execSync(c); } }\n${body("Run.go(args.c)").slice(exec.length)}`, shell("c")],
    ["a table of handlers", `${exec}const handlers: Record<string, (a: any) => void> = { log: (a) => execSync(a.branch), status: () => execSync('git status') };\n${body("handlers[args.name](args.input)").slice(exec.length)}`, shell("input.branch")],
    ["a shell by spawn", body("spawn('sh', ['-c', `ls ${args.dir}`])"), shell("dir", "child_process.spawn")],
    ["spawn with an option", body("spawn('ls ' + args.dir, { shell: true })"), shell("dir", "child_process.spawn")],
    ["a dynamic import", `export async function handler(args: any) { const { execSync } = await import("node:child_process"); execSync(args.c); }`, shell("c")],
    ["a require", `const cp = require("child_process"); export async function handler(args: any) { cp.execSync(args.c); }`, shell("c")],
    ["quotes that only escape quotes", body("execSync(`git log \"${args.b.replace(/\"/g, '\\\\\"')}\"`)"), shell("b")],
    ["a ternary", body("const c = args.all ? `git log --all ${args.b}` : `git log ${args.b}`; execSync(c)"), shell("b")],
    ["a path joined", body("await fs.readFile(path.join('/data', args.p), 'utf8')"), file("p")],
    ["a path checked raw", body("if (!args.p.startsWith('/data/')) throw new Error(); await fs.readFile(args.p)"), file("p")],
    ["a path checked for its extension only", body("if (path.extname(args.p) !== '.txt') throw new Error(); await fs.readFile(args.p)"), file("p")],
    ["a path whose dots are looked for, but absolute", body("if (args.p.includes('..')) throw new Error(); await fs.readFile(args.p)"), file("p")],
    ["a path decoded after the check", body("if (args.p.includes('..')) throw new Error(); await fs.readFile(path.join('/data', decodeURIComponent(args.p)))"), file("p")],
    ["a guard on the other branch", body("const f = path.resolve('/data', args.p); if (f.startsWith('/data/')) { console.log('ok'); } await fs.readFile(f)"), file("p")],
    ["a value that must be a text", body("if (typeof args.b !== 'string') throw new Error(); execSync(`git log ${args.b}`)"), shell("b")],
    ["a shell that is a setting", `import * as k8s from "@kubernetes/client-node"; export async function handler(args: any) { const exec = new k8s.Exec(new k8s.KubeConfig()); let list: string[]; if (Array.isArray(args.c)) { list = args.c; } else { list = [args.shell || "/bin/sh", "-c", args.c]; } await new Promise<void>((resolve) => { exec.exec("ns", "pod", "", list, null, null, null, true, () => resolve()); }); }`, shell("c", "@kubernetes/client-node.Exec#exec")],
    ["a checked copy that lost its dots, and the original", body("const clean = args.p.replace(/\\.\\./g, ''); const f = path.resolve('/data', clean); if (!f.startsWith('/data/')) throw new Error(); await fs.readFile(path.join('/data', args.p))"), file("p")],
    ["a helper in a file that is not there", `import { tidy } from "./gone.js";\n${body("execSync(tidy(args.b))")}`, ["CommandExecution b → child_process.execSync?"]],
    ["a foreign schema", `${exec}import { Schema } from "some-schemas";\n${body("const { c } = Schema.parse(args); execSync(c)").slice(exec.length)}`, shell("c")],
    ["a module chosen at run time beside it", body("const m = await import(process.env.M!); m.go(args.b); execSync(args.b)"), shell("b")],
    ["a long chain of defaults", body(`const c = ${Array.from({ length: 300 }, (_, i) => `other${i}`).join(" || ")} || args.z; execSync(c.trim())`), shell("z")],
    ["a long sum without a text", body(`const c = args.c${" + other".repeat(300)}; execSync(c)`), shell("c")],
    ["a path validator before a shell", body("const f = path.resolve('/data', args.p); if (!f.startsWith('/data/')) throw new Error(); execSync('cat ' + f)"), shell("p")],
  ];
  it.each(reported)("%s", (_, code, flows) => {
    expect(told(code)).toEqual(flows);
  });

  it("another file", () => {
    expect(told({ "/w/main.ts": `import { run } from "./run.js"; export async function handler(args: any) { await run(args.c); }`, "/w/run.ts": `import { execSync } from "child_process"; export async function run(command: string) { execSync(command); }` })).toEqual(shell("c"));
  });
});

describe("a check that nobody waits for", () => {
  const check = "async function check(p: string) { if (p.startsWith('-')) throw new Error(); }\n";
  const read = "await fs.readFile(args.p)";
  it.each([
    ["is told", `check(args.p); ${read}`, true],
    ["is told behind a call that waits for another", `check(args.p); await fs.stat("/data"); ${read}`, true],
    ["is none where it is awaited, whatever it checks", `await check(args.p); ${read}`, false],
    ["is none where all are awaited", `await Promise.all([check(args.p)]); ${read}`, false],
    ["is none where it is awaited in a helper", `const within = async (each: string) => { await check(each); }; await within(args.p); ${read}`, false],
    ["is told where a helper does not wait", `const within = async (each: string) => { check(each); }; await within(args.p); ${read}`, true],
  ])("%s", (_, text, isTold) => {
    const flows = flowsIn(`${exec}${check}${body(text).slice(exec.length)}`).filter(({ concept }) => concept === "FilePath");
    expect(flows.map(({ isUnawaited }) => isUnawaited ?? false)).toEqual([isTold]);
  });
});

describe("guards that a configuration switches on", () => {
  const weakened: [name: string, code: string][] = [
    ["in a branch", body("const f = path.resolve(args.p); if (process.env.ROOT) { if (!f.startsWith(process.env.ROOT + path.sep)) throw new Error(); } await fs.readFile(f)")],
    ["in a condition", `${exec}const REMOTE = process.env.MODE === "remote" || process.env.HOST !== undefined;\n${body("if (REMOTE && args.p) throw new Error(); await fs.readFile(args.p)").slice(exec.length)}`],
  ];
  it.each(weakened)("%s", (_, code) => {
    expect(flowsIn(code).map((flow) => [flow.source.parameter, flow.weakenedBy])).toEqual([["p", "optional-guard"]]);
  });

  it("guards only what it is a guard for", () => {
    expect(flowsIn(body("const f = path.resolve(args.p); if (process.env.ROOT) { if (!f.startsWith(process.env.ROOT + path.sep)) throw new Error(); } execSync(`cat ${f}`)")).map((flow) => [flow.concept, flow.weakenedBy])).toEqual([["CommandExecution", undefined]]);
  });

  it("is none where a comparison of what the model sends decides", () => {
    expect(flowsIn(body("let f = path.resolve(args.p); if (args.depth > 3) { if (!f.startsWith('/data/')) throw new Error(); } await fs.readFile(f)")).map((flow) => flow.weakenedBy)).toEqual([undefined]);
    expect(flowsIn(body("const { p } = args; let f = p; if (f === '.' && process.env.ROOT) { f = process.env.ROOT; } execSync(`ls ${f}`)")).map((flow) => flow.weakenedBy)).toEqual([undefined]);
  });

  it("is none where the model has a say in it", () => {
    expect(flowsIn(body("const f = path.resolve(args.p); if (args.safe) { if (!f.startsWith('/data/')) throw new Error(); } await fs.readFile(f)")).map((flow) => flow.weakenedBy)).toEqual([undefined]);
  });
});

describe("what holds", () => {
  const silent: [name: string, code: string][] = [
    ["a constant command", body("execSync('git status')")],
    ["a list of arguments", `import { execFile } from "child_process"; export async function handler(args: any) { execFile("git", ["log", "--end-of-options", args.b]); }`],
    ["a number", body("execSync(`git log -n ${Number(args.n)}`)")],
    ["an anchored pattern", body("if (!/^[a-z0-9-]+$/.test(args.b)) throw new Error(); execSync(`git log ${args.b}`)")],
    ["a list of allowed words", body("const allowed = ['a', 'b']; if (!allowed.includes(args.b)) return; execSync(`git log ${args.b}`)")],
    ["a set of allowed words", `${exec}const allowed = new Set(['a']);\n${body("if (!allowed.has(args.b)) return; execSync(`git log ${args.b}`)").slice(exec.length)}`],
    ["a comparison", body("if (args.b === 'main') execSync(`git log ${args.b}`)")],
    ["a switch", body("switch (args.b) { case 'main': case 'dev': execSync(`git log ${args.b}`); break; default: throw new Error() }")],
    ["everything else removed", body("execSync(`git log ${args.b.replace(/[^a-z0-9]/g, '')}`)")],
    ["a type test", body("if (typeof args.n !== 'number') throw new Error(); execSync(`git log -n ${args.n}`)")],
    ["a table that maps words", `${exec}const table: Record<string, string> = { a: 'x' };\n${body("execSync(`git log ${table[args.k]}`)").slice(exec.length)}`],
    ["a path with a separator in the check", body("const f = path.resolve('/data', args.p); if (!f.startsWith('/data' + path.sep)) throw new Error(); await fs.readFile(f)")],
    ["a path that may be the root itself", body("const root = path.resolve('/data'); const f = path.resolve(root, args.p); if (f !== root && !f.startsWith(root + path.sep)) throw new Error(); await fs.readFile(f)")],
    ["path.relative", body("const root = '/data'; const f = path.resolve(root, args.p); const rel = path.relative(root, f); if (rel.startsWith('..') || path.isAbsolute(rel)) throw new Error(); await fs.readFile(f)")],
    ["a base name", body("await fs.readFile(path.join('/data', path.basename(args.p)))")],
    ["a relative path without dots", body("if (args.p.includes('..') || path.isAbsolute(args.p)) throw new Error(); await fs.readFile(path.join('/data', args.p))")],
    ["a checker that throws", `${exec}function check(p: string) { const f = path.resolve('/data', p); if (!f.startsWith('/data/')) throw new Error('outside'); return f; }\n${body("const f = check(args.p); await fs.readFile(f)").slice(exec.length)}`],
    ["a checker that throws and returns nothing", `${exec}function check(p: string) { const f = path.resolve('/data', p); if (!f.startsWith('/data/')) throw new Error('outside'); }\n${body("check(args.p); await fs.readFile(args.p)").slice(exec.length)}`],
    ["a checker that answers", `${exec}function isInside(p: string): boolean { const f = path.resolve('/data', p); return f === '/data' || f.startsWith('/data/'); }\n${body("if (!isInside(args.p)) throw new Error(); await fs.readFile(args.p)").slice(exec.length)}`],
    ["a checker that answers with an object", `${exec}function check(p: string) { const f = path.resolve('/data', p); if (!f.startsWith('/data/')) return { valid: false }; return { valid: true, path: f }; }\n${body("const r = check(args.p); if (!r.valid) return; await fs.readFile(r.path)").slice(exec.length)}`],
    ["a checker over several roots", `${exec}const roots = ['/a', '/b'];\n${body("const f = path.resolve(args.p); if (!roots.some((d) => f === d || f.startsWith(d + path.sep))) throw new Error(); await fs.readFile(f)").slice(exec.length)}`],
    ["a checker that gives nothing for what is outside", `${exec}function inside(p: string) { const f = path.resolve('/data', p); return f.startsWith('/data/') ? f : null; }\n${body("const f = inside(args.p); if (!f) return; await fs.readFile(f)").slice(exec.length)}`],
    ["a checker of a path in another notation", `${exec}function tidy(p: string) { return path.normalize(p.trim().replace(/^["']|["']$/g, '').replace(/\\/+/g, '/')); }\n${body("const f = path.resolve(args.p); if (!tidy(f).startsWith('/data/')) throw new Error(); await fs.readFile(f)").slice(exec.length)}`],
    ["a root that may be the whole disk", `${exec}const roots = process.argv.slice(2);\nfunction inside(p: string) { const f = path.resolve(p); return roots.some((r) => { if (f === r) return true; if (r === path.sep) return f.startsWith(path.sep); return f.startsWith(r + path.sep); }); }\n${body("if (!inside(args.p)) throw new Error(); await fs.readFile(args.p)").slice(exec.length)}`],
    ["every element checked first", body("for (const p of args.paths) { if (!/^[a-z]+$/.test(p)) throw new Error(); } for (const p of args.paths) await fs.readFile(p)")],
    ["a schema", `${exec}import { z } from "zod"; const S = z.object({ n: z.number(), e: z.enum(["a"]), s: z.string().regex(/^[a-z]+$/) });\n${body("const { n, e, s } = S.parse(args); execSync(`git ${n} ${e} ${s}`)").slice(exec.length)}`],
    ["a check in a helper that exits", `${exec}function fail(): never { throw new Error(); }\n${body("if (!/^[a-z]+$/.test(args.b)) fail(); execSync(args.b)").slice(exec.length)}`],
  ];
  it.each(silent)("%s", (_, code) => {
    expect(told(code)).toEqual([]);
  });
});

describe("what is handed in from outside", () => {
  const service = `export class Git { constructor(run) { this.run = run; } log(branch) { return this.run("git log " + branch); } }`;
  it("is known by who calls the function around, where no type says it", () => {
    const files = {
      "/w/main.ts": `export function register(server, git) { server.tool("log", async function handler(args) { return git.log(args.branch); }); }`,
      "/w/git.js": service,
      "/w/index.js": `import { execSync } from "child_process"; import { Git } from "./git.js"; import { register } from "./main.ts"; const git = new Git((text) => execSync(text)); register({}, git);`,
    };
    expect(told(files, ["/w/index.js"])).toEqual(shell("branch"));
  });
});
