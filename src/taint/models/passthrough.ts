import { carries, each, escapesSql, members, quotesForShell, runsCode } from "./entries";
import type { LibraryModel, SymbolModel } from "./model";

/** Functions of lodash that give back text made of their first argument. */
const lodashText = [
  "camelCase", "capitalize", "deburr", "escape", "kebabCase", "lowerCase", "lowerFirst", "pad", "padEnd", "padStart", "repeat", "snakeCase",
  "startCase", "toLower", "toString", "toUpper", "trim", "trimEnd", "trimStart", "truncate", "unescape", "upperCase", "upperFirst", "words", "split",
];

/** Functions of lodash that give back parts of their first argument, or the whole in another shape. */
const lodashData = [
  "at", "castArray", "chunk", "clone", "cloneDeep", "compact", "concat", "defaultTo", "difference", "drop", "dropRight", "dropWhile", "each", "entries", "filter", "find", "findLast", "first", "flatMap", "flatten", "flattenDeep", "forEach", "fromPairs", "get", "groupBy", "head",
  "identity", "initial", "intersection", "invert", "join", "keyBy", "keys", "last", "map", "mapKeys", "mapValues", "nth", "omit", "omitBy", "orderBy",
  "partition", "pick", "pickBy", "reduce", "reject", "result", "reverse", "sample", "set", "shuffle", "slice", "sortBy", "tail", "take", "takeRight",
  "takeWhile", "tap", "thru", "toArray", "toPairs", "toPath", "toPlainObject", "transform", "uniq", "uniqBy", "uniqWith", "update", "values", "without",
];

/** All arguments are in the result. */
const lodashMerging = ["assign", "defaults", "defaultsDeep", "extend", "merge", "replace", "union", "zip", "zipObject"];

/** Words of letters and digits only: no shell, query or path survives in them. */
const wordsOnly: SymbolModel = { passes: [0], cleans: ["CommandExecution", "SqlQuery", "FilePath", "CodeExecution", "QueryText", "RegularExpression"] };

/** Everything that means something in a regular expression stands for itself afterwards. */
const escapesPattern: SymbolModel = { passes: [0], cleans: ["RegularExpression"] };

/** lodash keeps data as they are; its functions for words leave letters and digits, with a separator that is harmless. */
export const lodash: LibraryModel = {
  packages: ["lodash", "lodash-es", "es-toolkit", "es-toolkit/compat"],
  sameAs: {
    "lodash-es": "lodash",
    "es-toolkit": "lodash",
    "es-toolkit/compat": "lodash",
    // `import kebabCase from "lodash/kebabCase"`, and the packages of one function each.
    ...Object.fromEntries([...lodashText, ...lodashData, ...lodashMerging, "escapeRegExp", "template"].flatMap((name) => aliases(name))),
  },
  symbols: {
    ...members(["lodash."], { ...each(lodashText, carries(0)), ...each(lodashData, carries(0)), ...each(lodashMerging, carries("all")) }),
    ...members(["lodash."], each(["camelCase", "kebabCase", "snakeCase"], wordsOnly)),
    "lodash.template": runsCode("template"),
    "lodash.escapeRegExp": escapesPattern,
  },
};

/** Quoting for a shell lowers a finding; it depends on the shell that will really run. */
export const shellQuoting: LibraryModel = {
  packages: ["shell-quote", "shescape", "shescape/stateless", "shlex", "shell-escape", "any-shell-escape", "puka"],
  symbols: {
    ...each(["shell-quote.quote", "shlex.quote", "shlex.join", "shell-escape", "any-shell-escape", "puka.quoteForShell", "puka.quoteForSh", "puka.quoteForCmd"], quotesForShell),
    "shell-quote.parse": carries(0),
    "shlex.split": carries(0),
    "shescape.Shescape": { returns: "shescape.Shescape#" },
    ...members(["shescape.Shescape#", "shescape/stateless.", "shescape."], each(["quote", "quoteAll", "escape", "escapeAll"], quotesForShell)),
  },
};

/** Names made safe for one component of a path. */
export const fileNames: LibraryModel = {
  packages: ["sanitize-filename", "filenamify", "slugify", "@sindresorhus/slugify"],
  symbols: {
    ...each(["sanitize-filename", "filenamify",], { passes: [0], cleans: ["FilePath"] }),
    // Cleans the last component only.
    "filenamify.filenamifyPath": carries(0),
    // Keeps `$*_+~.()'"!:@`: no separator of folders is left (`..` alone names a folder, not a file), but a shell would still have its feast.
    ...each(["slugify", "slugify.default"], { passes: [0], cleans: ["FilePath"] }),
    ...each(["@sindresorhus/slugify"], wordsOnly),
  },
};

/** Escaping for other languages than the sinks': the text stays as dangerous as it was. */
export const otherEscaping: LibraryModel = {
  packages: ["validator", "he", "html-entities", "dompurify", "isomorphic-dompurify", "escape-string-regexp", "entities", "sqlstring-sqlite", "escape-regexp", "regex-escape", "regexp.escape"],
  symbols: {
    ...each(
      [
        "validator.escape", "validator.trim", "validator.ltrim", "validator.rtrim", "validator.stripLow", "validator.toString", "validator.normalizeEmail",
        "he.encode", "he.escape", "he.decode", "html-entities.encode", "html-entities.decode", "dompurify.sanitize", "isomorphic-dompurify.sanitize",
        "entities.encode", "entities.escape",
      ],
      carries(0),
    ),
    ...each(["escape-string-regexp", "escape-regexp", "regex-escape", "regexp.escape", "global:RegExp.escape"], escapesPattern),
    ...each(["sqlstring-sqlite.escape", "sqlstring-sqlite.escapeId"], escapesSql),
    ...each(["validator.toInt", "validator.toFloat", "validator.toBoolean", "validator.toDate"], {}),
  },
};

function aliases(name: string): readonly (readonly [string, string])[] {
  return [`lodash/${name}`, `lodash/${name}.js`, `lodash-es/${name}`, `lodash-es/${name}.js`, `lodash.${name.toLowerCase()}`]
    .filter((alias) => alias !== `lodash.${name}`)
    .map((alias) => [alias, `lodash.${name}`] as const);
}
