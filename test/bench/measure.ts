/**
 * One measurement in a process of its own, so that none profits from what another has warmed up:
 * `node out/bench.js parse|scan|fixes|edit [folder]` prints one line of JSON; `write FOLDER` puts the generated workspace on the disk, for tools that read files.
 */
import { ts } from "ts-morph";
import { createEngine } from "../../src/engine/index";
import type { Host } from "../../src/base/host";
import { createFileHost } from "../../src/files/file-host";
import { writeTexts } from "./folders.mjs";
import { countLines, EDITED_FILE, makeWorkspace } from "./workspace";

const LINES = 25_000;
const EDITS = 100;

const [kind, folder] = process.argv.slice(2);
const texts = folder === undefined || kind === "write" ? makeWorkspace(LINES) : readFolder(folder);
const code = [...texts].filter(([file]) => /\.[cm]?[jt]sx?$/.test(file));
const lines = code.reduce((sum, [, text]) => sum + countLines(text), 0);

if (kind === "parse") report({ milliseconds: measureParse() });
else if (kind === "scan") report(measureScan(false));
else if (kind === "fixes") report(measureScan(true));
else if (kind === "edit") report(folder === undefined ? measureEdits() : measureRealEdits());
else if (kind === "write") writeTexts(folder ?? "", texts);
else throw new Error(`"${kind}" is not a measurement`);

function report(measured: Record<string, number>): void {
  const rss = process.resourceUsage().maxRSS / 1024;
  const heap = process.memoryUsage().heapTotal / 1024 / 1024;
  process.stdout.write(`${JSON.stringify({ files: code.length, lines, rss, heap, ...measured })}\n`);
}

/** TypeScript's own parser on the same texts, with nothing after it. */
function measureParse(): number {
  const start = performance.now();
  for (const [file, text] of code) ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  return performance.now() - start;
}

function measureScan(withFixes: boolean): { milliseconds: number; findings: number } {
  const start = performance.now();
  const { findings } = newEngine(hostOf(texts)).analyze({ withFixes });
  return { milliseconds: performance.now() - start, findings: findings.length };
}

/** Edits one long file again and again, and takes the time until its findings are there, as the editor asks for them. */
function measureEdits(): Record<string, number> {
  const original = texts.get(EDITED_FILE);
  if (original === undefined) throw new Error("Only the generated workspace has the file that is edited.");
  const engine = newEngine(hostOf(texts));
  const before = engine.analyze({ withFixes: false }).findings.length;
  const times: number[] = [];
  for (let edit = 0; edit < EDITS; edit++) {
    const { text, adds } = editOf(original, edit);
    texts.set(EDITED_FILE, text);
    const start = performance.now();
    const { findings } = engine.analyze({ files: [EDITED_FILE], withFixes: false });
    times.push(performance.now() - start);
    if (findings.length !== adds) throw new Error(`Edit ${edit} should lead to ${adds} findings, not ${findings.length}.`);
  }
  return { editedLines: countLines(original), before, ...distribution(times) };
}

/** Edits bodies of functions all over a workspace: a statement more at the start of one, in files that register tools and in others. */
function measureRealEdits(): Record<string, number> {
  const engine = newEngine(hostOf(texts));
  const before = engine.analyze({ withFixes: false }).findings.length;
  const places = bodiesIn(code);
  const times: number[] = [];
  for (let edit = 0; edit < EDITS; edit++) {
    // A step that shares no factor with most numbers, so that neighbours in time are far apart in the code.
    const place = places[(edit * 7_919) % places.length];
    if (place === undefined) throw new Error("No function was found to edit.");
    const original = texts.get(place.file) ?? "";
    texts.set(place.file, `${original.slice(0, place.offset)}\n  void ${edit};${original.slice(place.offset)}`);
    const start = performance.now();
    engine.analyze({ files: [place.file], withFixes: false });
    times.push(performance.now() - start);
    texts.set(place.file, original);
    engine.analyze({ files: [place.file], withFixes: false });
  }
  return { before, ...distribution(times) };
}

/** Where the bodies of functions begin, by the line that opens them. */
function bodiesIn(files: readonly (readonly [string, string])[]): readonly { readonly file: string; readonly offset: number }[] {
  return files.flatMap(([file, text]) => {
    let end = -1;
    return text.split("\n").flatMap((line) => {
      end += line.length + 1;
      return line.endsWith("=> {") || (line.endsWith(" {") && /\bfunction\b/.test(line)) ? [{ file, offset: end }] : [];
    });
  });
}

function distribution(times: number[]): { median: number; p95: number; slowest: number } {
  times.sort((left, right) => left - right);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { median: at(0.5), p95: at(0.95), slowest: at(1) };
}

/** Four kinds of edits in turn: a word of a text, a hole in one tool, a line in a helper that all share, and a broken file. */
function editOf(original: string, edit: number): { text: string; adds: number } {
  const holes = original.split('await run("git", ["log", "-n", String(count), "--", name], { cwd: ROOT })');
  const hole = 1 + (edit % (holes.length - 1));
  switch (edit % 4) {
    case 0:
      return { text: original.replace("There is no change.", `There is no change yet, ${edit}.`), adds: 0 };
    case 1: {
      const joined = holes.slice(1).reduce(
        (text, rest, index) => text + (index + 1 === hole ? "await run(`git log -- ${name}`, { shell: true })" : 'await run("git", ["log", "--", name])') + rest,
        holes[0] ?? "",
      );
      return { text: joined, adds: 1 };
    }
    case 2:
      return { text: original.replace("  const root = await realpath(ROOT);", `  void ${edit};\n  const root = await realpath(ROOT);`), adds: 0 };
    default:
      return { text: original.replace("async ({ name, from }) => {", `async ({ name, from }) => {\n      const unfinished${edit} = name.`), adds: 0 };
  }
}

function newEngine(host: Host) {
  return createEngine(host, { rules: {}, exclude: [] });
}

function hostOf(files: ReadonlyMap<string, string>): Host {
  return { files: () => [...files.keys()], read: (file) => files.get(file) };
}

function readFolder(path: string): Map<string, string> {
  const host = createFileHost([path]);
  return new Map(host.files().flatMap((file): [string, string][] => {
    const text = host.read(file);
    return text === undefined ? [] : [[file, text]];
  }));
}
