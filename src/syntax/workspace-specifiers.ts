import { parse as parseJsonc } from "jsonc-parser";

/** What resolving a specifier needs to know of the files. */
export interface FileAccess {
  /** Whether the workspace names such a file; cheap. */
  isListed(file: string): boolean;
  /** Whether there is such a file, named or not; it may cost a look at the disk. */
  exists(file: string): boolean;
  read(file: string): string | undefined;
  /** Every `package.json` of the workspace. */
  packageFiles(): readonly string[];
}

/** Finds the file that a specifier means. Remembers what it read; make a new one when files have changed. */
export interface SpecifierResolver {
  resolve(from: string, specifier: string): string | undefined;
}

/** How many `extends` of a tsconfig are followed. */
const EXTENDS_LIMIT = 8;

/** Extensions to try behind a specifier without one, in the order of TypeScript. */
const EXTENSIONS: readonly string[] = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

/** What a written JavaScript extension may stand for in TypeScript sources. */
const REWRITES: readonly (readonly [string, readonly string[]])[] = [
  [".js", [".ts", ".tsx", ".jsx"]],
  [".jsx", [".tsx"]],
  [".mjs", [".mts"]],
  [".cjs", [".cts"]],
];

/** Follows relative paths, tsconfig `paths` and `baseUrl`, package `imports`, and packages of the same workspace. */
export function createSpecifierResolver(access: FileAccess): SpecifierResolver {
  const answers = new Map<string, string | undefined>();
  const projects = new Map<string, Project | undefined>();
  let packages: ReadonlyMap<string, WorkspacePackage> | undefined;

  function resolve(from: string, specifier: string): string | undefined {
    const folder = dirname(from);
    const key = `${folder}\0${specifier}`;
    if (!answers.has(key)) answers.set(key, find(folder, specifier));
    return answers.get(key);
  }

  function find(folder: string, specifier: string): string | undefined {
    if (/^\.\.?(\/|$)/.test(specifier)) return findFile(access, join(folder, specifier));
    if (specifier.startsWith("/") || /^[a-z]:\//i.test(specifier)) return findFile(access, specifier);
    if (specifier.startsWith("node:")) return undefined;
    if (specifier.startsWith("#")) {
      const found = findInternal(access, folder, specifier);
      if (found !== undefined) return found;
    }
    return findAlias(access, projectOf(folder), specifier) ?? findPackage(specifier);
  }

  function projectOf(folder: string): Project | undefined {
    if (!projects.has(folder)) projects.set(folder, readNearestProject(access, folder, (parent) => projectOf(parent)));
    return projects.get(folder);
  }

  function findPackage(specifier: string): string | undefined {
    packages ??= readPackages(access);
    const { name, rest } = splitSpecifier(specifier);
    const found = packages.get(name);
    return found === undefined ? undefined : findInPackage(access, found, rest);
  }

  return { resolve };
}

/** The folder of a file. */
export function dirname(file: string): string {
  const slash = file.lastIndexOf("/");
  return slash <= 0 ? "/" : file.slice(0, slash);
}

/** Joins a folder and a path, and removes `.` and `..`. */
export function join(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${path.startsWith("/") || /^[a-z]:\//i.test(path) ? "" : `${folder}/`}${path}`.split("/")) {
    if (part === "..") {
      if (parts.length > 1) parts.pop();
    } else if (part !== "." && (part !== "" || parts.length === 0)) parts.push(part);
  }
  return parts.length === 1 && parts[0] === "" ? "/" : parts.join("/");
}

interface Project {
  readonly baseUrl?: string;
  /** Where the paths of `paths` start. */
  readonly pathsFolder: string;
  readonly paths: readonly (readonly [string, readonly string[]])[];
}

interface WorkspacePackage {
  readonly folder: string;
  readonly manifest: JsonObject;
}

type JsonObject = { readonly [key: string]: unknown };

/** Finds the file that a path means, among those of the workspace first: a look elsewhere costs far more. */
function findFile(access: FileAccess, path: string): string | undefined {
  const candidates = candidatesFor(path);
  return candidates.find((file) => access.isListed(file)) ?? candidates.find((file) => access.exists(file));
}

/** The same among the files of the workspace only, for specifiers that most likely mean a package from outside. */
function findListed(access: FileAccess, path: string): string | undefined {
  return candidatesFor(path).find((file) => access.isListed(file));
}

function candidatesFor(path: string): readonly string[] {
  if (ASSETS.test(path)) return [];
  const rewritten = REWRITES.flatMap(([written, meant]) => (path.endsWith(written) ? meant.map((extension) => path.slice(0, -written.length) + extension) : []));
  // As the compiler has it, a source comes before what was built beside it.
  if (SOURCES.test(path)) return [...rewritten, path, ...EXTENSIONS.map((extension) => path + extension)];
  const folder = path.endsWith("/") ? path : `${path}/`;
  return [...EXTENSIONS.map((extension) => path + extension), ...EXTENSIONS.map((extension) => `${folder}index${extension}`)];
}

const SOURCES = /\.[cm]?[jt]sx?$/;

/** What is imported but holds no code. */
const ASSETS = /\.(json|css|scss|less|svg|png|jpe?g|gif|wasm|node|html?|md|txt|ya?ml|graphql|gql)$/;

function readNearestProject(access: FileAccess, folder: string, above: (parent: string) => Project | undefined): Project | undefined {
  for (const name of ["tsconfig.json", "jsconfig.json"]) {
    const file = join(folder, name);
    if (access.exists(file)) return readProject(access, file, 0);
  }
  const parent = dirname(folder);
  return parent === folder || folder === "/" ? undefined : above(parent);
}

function readProject(access: FileAccess, file: string, depth: number): Project | undefined {
  const text = access.read(file);
  if (text === undefined || depth > EXTENDS_LIMIT) return undefined;
  const config = settingsIn(text);
  const options = asObject(config["compilerOptions"]);
  const folder = dirname(file);
  const inherited = [config["extends"]].flat().flatMap((each) => {
    if (typeof each !== "string" || !/^[./]/.test(each)) return [];
    const parent = join(folder, each.endsWith(".json") ? each : `${each}.json`);
    return readProject(access, parent, depth + 1) ?? [];
  }).at(-1);
  const own = options["baseUrl"];
  const baseUrl = typeof own === "string" ? join(folder, own) : inherited?.baseUrl;
  if (options["paths"] === undefined) return { baseUrl, pathsFolder: inherited?.pathsFolder ?? folder, paths: inherited?.paths ?? [] };
  const paths = Object.entries(asObject(options["paths"])).map(([pattern, targets]): readonly [string, readonly string[]] => [pattern, strings(targets)]);
  // The longest literal prefix wins, as the compiler has it.
  paths.sort((a, b) => b[0].replace(/\*.*/, "").length - a[0].replace(/\*.*/, "").length);
  return { baseUrl, pathsFolder: baseUrl ?? folder, paths };
}

/** The object that a project file holds; nothing where it is broken, or nested so deeply that reading it overflows the stack. */
function settingsIn(text: string): Record<string, unknown> {
  try {
    return asObject(parseJsonc(text, [], { allowTrailingComma: true }));
  } catch (error) {
    if (error instanceof RangeError) return {};
    throw error;
  }
}

function findAlias(access: FileAccess, project: Project | undefined, specifier: string): string | undefined {
  if (project === undefined) return undefined;
  for (const [pattern, targets] of project.paths) {
    const matched = matchPattern(pattern, specifier);
    if (matched === undefined) continue;
    for (const target of targets) {
      const found = findFile(access, join(project.pathsFolder, target.replace("*", () => matched)));
      if (found !== undefined) return found;
    }
  }
  return project.baseUrl === undefined ? undefined : findListed(access, join(project.baseUrl, specifier));
}

/** What the star of a pattern stands for in a specifier; empty where the pattern has none and they are equal. */
function matchPattern(pattern: string, specifier: string): string | undefined {
  const star = pattern.indexOf("*");
  if (star < 0) return pattern === specifier ? "" : undefined;
  const [prefix, suffix] = [pattern.slice(0, star), pattern.slice(star + 1)];
  if (specifier.length < prefix.length + suffix.length || !specifier.startsWith(prefix) || !specifier.endsWith(suffix)) return undefined;
  return specifier.slice(prefix.length, specifier.length - suffix.length);
}

/** `imports` of the nearest package: `#internal/*`. */
function findInternal(access: FileAccess, from: string, specifier: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (access.exists(file)) {
      const manifest = settingsIn(access.read(file) ?? "");
      return findMapped(access, folder, asObject(manifest["imports"]), specifier);
    }
    if (dirname(folder) === folder || folder === "/") return undefined;
  }
}

function findMapped(access: FileAccess, folder: string, map: JsonObject, specifier: string): string | undefined {
  for (const [pattern, target] of Object.entries(map)) {
    const matched = matchPattern(pattern, specifier);
    if (matched === undefined) continue;
    for (const each of targetsOf(target)) {
      const found = findBuilt(access, folder, each.replaceAll("*", () => matched));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function readPackages(access: FileAccess): ReadonlyMap<string, WorkspacePackage> {
  const packages = new Map<string, WorkspacePackage>();
  for (const file of access.packageFiles()) {
    const manifest = settingsIn(access.read(file) ?? "");
    const name = manifest["name"];
    if (typeof name === "string" && !packages.has(name)) packages.set(name, { folder: dirname(file), manifest });
  }
  return packages;
}

function findInPackage(access: FileAccess, found: WorkspacePackage, rest: string): string | undefined {
  const { folder, manifest } = found;
  const exported = manifest["exports"];
  const isMap = typeof exported === "object" && exported !== null && Object.keys(exported).some((key) => key.startsWith("."));
  const mapped = isMap ? findMapped(access, folder, asObject(exported), rest === "" ? "." : `./${rest}`) : undefined;
  if (mapped !== undefined) return mapped;
  if (rest !== "") return findBuilt(access, folder, rest) ?? findFile(access, join(folder, `src/${rest}`));
  const entries = [manifest["source"], ...(isMap ? [] : targetsOf(exported)), manifest["module"], manifest["main"]];
  for (const entry of entries) {
    const file = typeof entry === "string" ? findBuilt(access, folder, entry) : undefined;
    if (file !== undefined) return file;
  }
  return findFile(access, join(folder, "src/index")) ?? findFile(access, join(folder, "index"));
}

/** A file named by a manifest. What it names is often built; its source is what people edit, so that comes first. */
function findBuilt(access: FileAccess, folder: string, path: string): string | undefined {
  const relative = path.replace(/^\.\//, "").replace(/\.d\.([cm]?)ts$/, ".$1js");
  const source = relative.replace(/^(dist|build|lib|out)\/((esm|cjs|src|node)\/)?/, "src/");
  if (source !== relative) {
    const found = findFile(access, join(folder, source)) ?? findFile(access, join(folder, source.slice("src/".length)));
    if (found !== undefined) return found;
  }
  return findFile(access, join(folder, relative));
}

/** The paths below an entry of `exports` or `imports`, whatever the conditions, in the order written. */
function targetsOf(target: unknown, depth = 0): readonly string[] {
  if (typeof target === "string") return [target];
  if (typeof target !== "object" || target === null || depth > 4) return [];
  return Object.values(target).flatMap((each) => targetsOf(each, depth + 1));
}

function splitSpecifier(specifier: string): { readonly name: string; readonly rest: string } {
  const parts = specifier.split("/");
  const count = specifier.startsWith("@") ? 2 : 1;
  return { name: parts.slice(0, count).join("/"), rest: parts.slice(count).join("/") };
}

function asObject(value: unknown): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];
}
