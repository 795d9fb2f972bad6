import { each, filePath, filePaths, opensPath } from "./entries";
import type { LibraryModel, SinkModel, SymbolModel } from "./model";

/** A path that is held inside the `root` option, so that the option is what matters. */
function heldInside(root: SinkModel["argument"], options: number): SymbolModel {
  return {
    sinks: [
      { ...filePath(root, "read"), unless: { argument: options, property: "root" } },
      { ...filePath(options, "read"), property: "root" },
    ],
  };
}

/** Files that are sent as an answer. */
export const sentFiles: LibraryModel = {
  packages: ["express", "send", "koa-send"],
  symbols: {
    ...each(["express.Response#sendFile", "express.Response#sendfile"], heldInside(0, 1)),
    "express.Response#download": {
      sinks: [
        { ...filePath(0, "read"), unless: { argument: "last", property: "root" } },
        { ...filePath(2, "read"), property: "root" },
      ],
    },
    send: heldInside(1, 2),
    "koa-send": heldInside(1, 2),
  },
};

/** Packages that read, write or remove the files that they are told. */
export const fileHelpers: LibraryModel = {
  packages: [
    "jsonfile", "load-json-file", "write-json-file", "write-file-atomic", "rimraf", "del", "mkdirp", "make-dir", "trash", "move-file", "cp-file", "cpy",
  ],
  symbols: {
    ...each(["jsonfile.readFile", "jsonfile.readFileSync"], opensPath("read")),
    ...each(["jsonfile.writeFile", "jsonfile.writeFileSync"], opensPath("write")),
    ...each(["load-json-file", "load-json-file.loadJsonFile", "load-json-file.loadJsonFileSync", "load-json-file.sync"], opensPath("read")),
    ...each(["write-json-file", "write-json-file.writeJsonFile", "write-json-file.writeJsonFileSync", "write-json-file.sync"], opensPath("write")),
    ...each(["write-file-atomic", "write-file-atomic.sync"], opensPath("write")),
    ...each(
      ["rimraf", "rimraf.rimraf", "rimraf.rimrafSync", "rimraf.sync", "del", "del.deleteAsync", "del.deleteSync", "del.sync", "trash"],
      { sinks: [filePaths(0, "remove")] },
    ),
    ...each(["mkdirp", "mkdirp.mkdirp", "mkdirp.sync", "mkdirp.mkdirpSync"], opensPath("write")),
    ...each(["make-dir", "make-dir.makeDirectory", "make-dir.makeDirectorySync", "make-dir.sync"], opensPath("write")),
    ...each(["move-file.moveFile", "move-file.moveFileSync", "move-file.renameFile", "move-file.renameFileSync", "move-file"], opensPath("write", "write")),
    ...each(["cp-file.copyFile", "cp-file.copyFileSync", "cp-file"], opensPath("read", "write")),
    cpy: { sinks: [filePaths(0, "read"), filePath(1, "write")] },
  },
};
