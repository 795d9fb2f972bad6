import { each, filePath, filePaths, harmless } from "./entries";
import type { LibraryModel, SymbolModel } from "./model";

/** The patterns, which may climb (`../../*`) or be absolute, and the folder that they start from. */
const finds: SymbolModel = {
  sinks: [filePaths(0, "list"), { ...filePath(1, "list"), property: "cwd" }],
};

/** tinyglobby also takes everything in one object. */
const findsByObject: SymbolModel = {
  sinks: [
    filePaths(0, "list"),
    { ...filePaths(0, "list"), property: "patterns" },
    { ...filePath(0, "list"), property: "cwd" },
    { ...filePath(1, "list"), property: "cwd" },
  ],
};

const globNames = ["glob", "globSync", "globStream", "globStreamSync", "globIterate", "globIterateSync", "sync", "stream", "streamSync", "iterate", "iterateSync"];
const globbyNames = ["globby", "globbySync", "globbyStream", "sync", "stream"];
const fastGlobNames = ["glob", "globSync", "globStream", "sync", "async", "stream"];

/** Finders of files by pattern. */
export const glob: LibraryModel = {
  packages: ["glob", "globby", "fast-glob", "tinyglobby", "tiny-glob", "fdir"],
  symbols: {
    ...each(["glob", "globby", "fast-glob", "tiny-glob"], finds),
    ...each(globNames.map((name) => `glob.${name}`), finds),
    ...each(["glob.glob.sync", "glob.glob.stream", "glob.glob.iterate"], finds),
    ...each(globbyNames.map((name) => `globby.${name}`), finds),
    ...each(fastGlobNames.map((name) => `fast-glob.${name}`), finds),
    ...each(["tinyglobby.glob", "tinyglobby.globSync"], findsByObject),
    "fdir.fdir": { returns: "fdir.fdir#" },
    ...each(["fdir.fdir#crawl", "fdir.fdir#crawlWithOptions"], { sinks: [filePath(0, "list")], returns: "fdir.fdir#" }),
    "fdir.fdir#sync": harmless,
  },
  fluent: ["fdir.fdir#"],
};
