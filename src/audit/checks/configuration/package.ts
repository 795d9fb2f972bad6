import type { ClientEntry } from "../../audit";
import { programOf, wordsOf, type Word } from "./program";

/** A package, image or repository that an entry starts. */
export interface StartedPackage {
  readonly kind: "npm" | "python" | "image" | "repository";
  /** Without version. */
  readonly name: string;
  /** As written: "pkg@latest". */
  readonly spec: string;
  readonly word: Word;
  /** What stands where a version would: "latest", "^1.0.0". */
  readonly wanted?: string;
  /** Whether the same code runs tomorrow. */
  readonly isPinned: boolean;
}

/** The package that an entry starts through a runner such as npx; undefined where it starts what is installed already. */
export function packageOf(entry: ClientEntry): StartedPackage | undefined {
  if (entry.transport !== "stdio") return undefined;
  const { name, words } = programOf(wordsOf(entry));
  const [first, second] = words.map(({ text }) => text);
  switch (name) {
    case "npx":
    case "bunx":
    case "pnpx":
      return npm(words);
    case "npm":
      return first === "exec" || first === "x" ? npm(words.slice(1)) : undefined;
    case "pnpm":
    case "yarn":
      return first === "dlx" ? npm(words.slice(1)) : undefined;
    case "bun":
      return first === "x" ? npm(words.slice(1)) : undefined;
    case "uvx":
      return python(words, "--from");
    case "uv":
      return first === "tool" && second === "run" ? python(words.slice(2), "--from") : undefined;
    case "pipx":
      return first === "run" ? python(words.slice(1), "--spec") : undefined;
    case "docker":
    case "podman":
    case "nerdctl":
      return first === "run" || (first === "container" && second === "run") ? image(words.slice(first === "run" ? 1 : 2)) : undefined;
    default:
      return undefined;
  }
}

/** Options of npx and its kin that take a value of their own. */
const NPM_VALUES: ReadonlySet<string> = new Set(["-c", "--call", "--registry", "--cache", "--userconfig", "--prefix", "-w", "--workspace", "--node-options", "--loglevel"]);

/** Programs that run a file, and are looked for in the project first; the code that counts is the file. */
const LOCAL_RUNNERS: ReadonlySet<string> = new Set(["tsx", "ts-node", "ts-node-esm", "nodemon", "vite-node", "jiti", "esbuild-runner", "concurrently", "dotenv", "dotenv-cli", "cross-env", "tsc", "nx", "turbo"]);

function npm(words: readonly Word[]): StartedPackage | undefined {
  const isYes = words.some(({ text }) => /^(?:-y|--yes)$/.test(text));
  const word = optionValue(words, ["-p", "--package"]) ?? firstOperand(words, NPM_VALUES);
  if (!word || isLocalPath(word.text) || word.text.includes("${")) return undefined;
  const spec = word.text;
  const repository = repositoryOf(spec);
  if (repository) return { ...repository, spec, word };
  const [, name = spec, wanted] = /^(@?[^@]+)(?:@(.*))?$/.exec(spec) ?? [];
  if (!/^(?:@[\w.~-]+\/)?[\w.~-]+$/.test(name) || (!isYes && wanted === undefined && LOCAL_RUNNERS.has(name))) return undefined;
  return { kind: "npm", name, spec, word, ...(wanted ? { wanted } : {}), isPinned: /^v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/.test(wanted ?? "") };
}

const PYTHON_VALUES: ReadonlySet<string> = new Set(["--with", "--with-editable", "--with-requirements", "-p", "--python", "--index-url", "-i", "--default-index", "--index", "--extra-index-url", "--directory", "--project", "--refresh-package", "--env-file", "--cache-dir", "--pip-args"]);

function python(words: readonly Word[], from: string): StartedPackage | undefined {
  const word = optionValue(words, [from]) ?? firstOperand(words, PYTHON_VALUES);
  if (!word || isLocalPath(word.text) || word.text.includes("${")) return undefined;
  const spec = word.text;
  const repository = repositoryOf(spec);
  if (repository) return { ...repository, spec, word };
  const [, name = "", , wanted] = /^([A-Za-z0-9][\w.-]*)(\[[^\]]*\])?\s*((?:@|[=<>~!]).*)?$/.exec(spec) ?? [];
  if (name === "") return undefined;
  return { kind: "python", name, spec, word, ...(wanted ? { wanted: wanted.replace(/^@/, "") } : {}), isPinned: /^(?:@|===?)\s*v?\d+(?:\.\d+)+[\w.+!-]*$/.test(wanted ?? "") };
}

const IMAGE_FLAGS = /^(?:-[a-z]*[itd][a-z]*|--(?:rm|init|interactive|tty|detach|privileged|read-only|no-healthcheck|sig-proxy|oom-kill-disable|publish-all|quiet|help)(?:=.*)?|-P|-q)$/;

function image(words: readonly Word[]): StartedPackage | undefined {
  let at = 0;
  while (words[at]?.text.startsWith("-")) {
    const text = words[at]?.text ?? "";
    at += IMAGE_FLAGS.test(text) || text.includes("=") ? 1 : 2;
  }
  const word = words[at];
  if (!word || word.text.includes("${") || !/^[\w.-]+(?::\d+)?(?:\/[\w.-]+)*(?::[\w.-]+)?(?:@sha256:[0-9a-f]{64})?$/i.test(word.text)) return undefined;
  const [, name = word.text, tag, isDigest] = /^(.*?[^/:]*?)(?::([\w.-]+))?(@sha256:.*)?$/.exec(word.text) ?? [];
  // A tag with a number in it is what people mean by a version, though only a digest can't change.
  return { kind: "image", name, spec: word.text, word, ...(tag ? { wanted: tag } : {}), isPinned: isDigest !== undefined || (tag !== undefined && /\d/.test(tag)) };
}

/** Code that comes straight from a repository; pinned by a whole commit. */
function repositoryOf(spec: string): Pick<StartedPackage, "kind" | "name" | "wanted" | "isPinned"> | undefined {
  const found = /^(?:[\w.-]+\s*@\s*)?(?:git\+|github:|gitlab:|bitbucket:|git@|git:)/.test(spec) || /^(?:https?:\/\/)\S+(?:\.git|\.tgz|\.tar\.gz|\.zip|\.whl)(?:[@#]|$)/.test(spec);
  if (!found) return undefined;
  return { kind: "repository", name: spec.replace(/^git\+/, "").replace(/(:\/\/)[^/@]*@/, "$1"), wanted: spec, isPinned: /[@#][0-9a-f]{40}(?:#.*)?$/i.test(spec) };
}

function optionValue(words: readonly Word[], names: readonly string[]): Word | undefined {
  for (const [index, word] of words.entries()) {
    if (word.text === "--") return undefined;
    if (names.includes(word.text)) return words[index + 1];
    const [name = "", value] = word.text.split(/=(.*)/s);
    if (value !== undefined && names.includes(name)) return { ...word, text: value, isPiece: true };
  }
  return undefined;
}

function firstOperand(words: readonly Word[], taking: ReadonlySet<string>): Word | undefined {
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined || !word.text.startsWith("-")) return word;
    if (word.text === "--") return words[index + 1];
    if (taking.has(word.text)) index++;
  }
  return undefined;
}

function isLocalPath(text: string): boolean {
  return /^(?:\.{0,2}[\\/]|~|[A-Za-z]:[\\/]|\.$|file:)/.test(text);
}
