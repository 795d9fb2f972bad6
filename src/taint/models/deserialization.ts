import { carries, each, members } from "./entries";
import type { LibraryModel, SinkModel, SymbolModel } from "./model";

function objectsFrom(danger: "code" | "memory"): SinkModel {
  return { concept: "Deserialization", argument: 0, fix: { kind: "objects", danger } };
}

/** The text may hold functions, which are built by running them. */
const buildsFunctions: SymbolModel = { sinks: [objectsFrom("code")], passes: [0] };

/** Every schema of js-yaml with `!!js/function`; version 4 has none. */
const fullSchemas = ["js-yaml.DEFAULT_FULL_SCHEMA"];
const yaml: SymbolModel = { sinks: [{ ...objectsFrom("code"), onlyIf: { argument: 1, property: "schema", symbols: fullSchemas } }], passes: [0] };

/** Functions that build objects of any kind, functions among them, from a text. */
export const deserializers: LibraryModel = {
  packages: ["node-serialize", "serialize-to-js", "funcster", "cryo", "json-fn", "seroval", "v8", "js-yaml"],
  symbols: {
    "node-serialize.unserialize": buildsFunctions,
    "serialize-to-js.deserialize": buildsFunctions,
    "funcster.deepDeserialize": buildsFunctions,
    "cryo.parse": buildsFunctions,
    "json-fn.parse": buildsFunctions,
    // Runs the text as a program; its JSON forms do not.
    "seroval.deserialize": buildsFunctions,
    ...members(["seroval."], each(["fromJSON", "fromCrossJSON"], carries(0))),
    "v8.deserialize": { sinks: [objectsFrom("memory")], passes: [0] },
    ...members(["js-yaml."], { ...each(["load", "loadAll"], yaml), ...each(["safeLoad", "safeLoadAll", "dump", "safeDump"], carries(0)) }),
  },
};
