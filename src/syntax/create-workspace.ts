import type { Limit } from "../base/finding";
import type { Host } from "../base/host";
import { CancelledError } from "../base/host";
import type { FunctionNode, Module } from "./program";
import { lowerTypeScript, typescriptExtensions } from "./typescript/lower";
import type { Workspace } from "./workspace";
import { createClassIndex } from "./workspace-classes";
import { foldConstant } from "./workspace-constants";
import type { DefinitionFinder } from "./workspace-definitions";
import { createDefinitionFinder } from "./workspace-definitions";
import type { FileAccess, SpecifierResolver } from "./workspace-specifiers";
import { createSpecifierResolver } from "./workspace-specifiers";
import { createLinks } from "./workspace-links";

/** A workspace that can be brought up to date. Between two refreshes it answers as of the first. */
export interface MutableWorkspace extends Workspace {
  /**
   * Looks at the host again. Names the files whose text is another than before, or that came or went; modules of all others stay the same objects.
   * `before` has the modules that the changed ones were, where they had been asked for.
   */
  refresh(): { readonly changed: readonly string[]; readonly before: ReadonlyMap<string, Module> };
  /** What was left out or cut short so far, in modules that have been asked for. */
  limits(): readonly Limit[];
  /** The modules that have been asked for so far and are still there. */
  lowered(): readonly Module[];
  /** These files, and all from which names have been followed into them so far, through any number of files between. */
  dependents(files: Iterable<string>): ReadonlySet<string>;
}

/** How a workspace is made. */
export interface WorkspaceOptions {
  /** A module that is known already for this very text, such as that of another workspace over nearly the same files. */
  reuse?(file: string, text: string): Module | undefined;
}

/** Makes a workspace over the files of a host. Nothing is read before it is asked for. */
export function createWorkspace(host: Host, { reuse }: WorkspaceOptions = {}): MutableWorkspace {
  const texts = new Map<string, string | undefined>();
  const modules = new Map<string, Module>();
  const classes = createClassIndex();
  const links = createLinks();
  const bodies = createBodies();
  let listed: ReadonlySet<string> | undefined;
  let specifiers: SpecifierResolver | undefined;
  let definitions: DefinitionFinder | undefined;

  const known = (): ReadonlySet<string> => (listed ??= new Set(host.files()));

  function read(file: string): string | undefined {
    if (!texts.has(file)) texts.set(file, host.read(file));
    return texts.get(file);
  }

  function module(file: string): Module | undefined {
    const text = isSource(file) ? read(file) : undefined;
    if (text === undefined) return undefined;
    const before = modules.get(file);
    if (before?.text === text) return before;
    if (host.isCancelled?.() === true) throw new CancelledError();
    const lowered = reuse?.(file, text) ?? lowerTypeScript(file, text);
    modules.set(file, lowered);
    return lowered;
  }

  function resolveSpecifier(from: string, specifier: string): string | undefined {
    specifiers ??= createSpecifierResolver(fileAccess(known, read));
    return links.noted(from, specifiers.resolve(from, specifier));
  }

  const finder = (): DefinitionFinder => (definitions ??= createDefinitionFinder({ module, resolveSpecifier, ...bodies }, classes));

  function refresh(): ReturnType<MutableWorkspace["refresh"]> {
    const wasListed = listed;
    listed = new Set(host.files());
    const changed = wasListed === undefined ? new Set<string>() : difference(wasListed, listed);
    const reread = rereadTexts(host, texts);
    const before = new Map([...modules].filter(([file]) => changed.has(file) || reread.includes(file)));
    for (const file of reread) {
      changed.add(file);
      links.forget(file);
      if (texts.get(file) === undefined) modules.delete(file);
    }
    // Any answer may have gone through a changed file; answering again is cheap, lowering again is not.
    if (changed.size > 0) specifiers = definitions = undefined;
    return { changed: [...changed], before };
  }

  return {
    files: () => [...known()].filter(isSource),
    text: read,
    module,
    resolveSpecifier,
    resolve: (expression, home) => finder().resolve(expression, home),
    resolveBinding: (binding, home) => finder().resolveBinding(binding, home),
    resolveExport: (file, name) => finder().resolveExport(file, name),
    resolveType: (type, home) => finder().resolveType(type, home),
    constant: (expression, home) => foldConstant(expression, home, finder().resolve),
    ...bodies,
    refresh,
    limits: () => [...modules.values()].flatMap(limitsOf),
    lowered: () => [...modules.values()],
    dependents: links.leadingTo,
  };
}

/** Notes which bodies have been read without being run. */
function createBodies(): Pick<Workspace, "readBody" | "wasRead"> {
  const read = new WeakSet<FunctionNode>();
  return {
    readBody(node) {
      read.add(node);
      return node.body;
    },
    wasRead: (node) => read.has(node),
  };
}

function fileAccess(known: () => ReadonlySet<string>, read: (file: string) => string | undefined): FileAccess {
  return {
    isListed: (file) => known().has(file),
    exists: (file) => known().has(file) || read(file) !== undefined,
    read,
    packageFiles: () => [...known()].filter((file) => file.endsWith("/package.json")),
  };
}

/** Reads again what has been read, and gives the files whose text is another now. */
function rereadTexts(host: Host, texts: Map<string, string | undefined>): readonly string[] {
  const changed: string[] = [];
  for (const [file, text] of texts) {
    const now = host.read(file);
    if (now === text) continue;
    texts.set(file, now);
    changed.push(file);
  }
  return changed;
}

/** What is in one of two sets and not in the other. */
function difference(a: ReadonlySet<string>, b: ReadonlySet<string>): Set<string> {
  return new Set([...[...a].filter((each) => !b.has(each)), ...[...b].filter((each) => !a.has(each))]);
}

/** Declarations hold no code that runs. */
function isSource(file: string): boolean {
  return typescriptExtensions.some((extension) => file.endsWith(extension)) && !/\.d\.([^./]+\.)?[cm]?ts$/.test(file);
}

function limitsOf(module: Module): readonly Limit[] {
  return module.problems.filter(({ message }) => message.startsWith("left out")).map(({ message }) => ({ file: module.file, reason: message }));
}
