import { carries, each, escapesSql, members, quotesForShell } from "./entries";
import type { LibraryModel, SymbolModel } from "./model";

/** Functions of lodash that give back text made of their first argument. */
const lodashText = [
  "camelCase", "capitalize", "deburr", "escape", "escapeRegExp", "kebabCase", "lowerCase", "lowerFirst", "pad", "padEnd", "padStart", "repeat", "snakeCase",
  "startCase", "toLower", "toString", "toUpper", "trim", "trimEnd", "trimStart", "truncate", "unescape", "upperCase", "upperFirst", "words", "split",
];

/** Functions of lodash that give back parts of their first argument, or the whole in another shape. */
const lodashData = [
  "castArray", "chunk", "clone", "cloneDeep", "compact", "concat", "drop", "filter", "find", "first", "flatten", "flattenDeep", "get", "groupBy", "head",
  "join", "keyBy", "keys", "last", "nth", "omit", "omitBy", "orderBy", "pick", "pickBy", "reverse", "sortBy", "tail", "take", "takeRight", "toPairs",
  "toPath", "uniq", "uniqBy", "values",
];

/** All arguments are in the result. */
const lodashMerging = ["assign", "defaults", "defaultsDeep", "extend", "merge", "replace", "template", "union", "zip", "zipObject"];

/** Words of letters and digits only: no shell, query or path survives in them. */
const wordsOnly: SymbolModel = { passes: [0], cleans: ["CommandExecution", "SqlQuery", "FilePath"] };

/** lodash keeps data as they are; its functions for words leave letters and digits, with a separator that is harmless. */
export const lodash: LibraryModel = {
  packages: ["lodash", "lodash-es", "lodash/fp", "radash", "es-toolkit"],
  sameAs: { "lodash-es": "lodash", "es-toolkit": "lodash", "es-toolkit/compat": "lodash" },
  symbols: {
    ...members(["lodash."], { ...each(lodashText, carries(0)), ...each(lodashData, carries(0)), ...each(lodashMerging, carries("all")) }),
    ...members(["lodash."], each(["camelCase", "kebabCase", "snakeCase"], wordsOnly)),
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
  packages: ["sanitize-filename", "filenamify", "slugify", "@sindresorhus/slugify", "filename-reserved-regex", "slug", "valid-filename"],
  symbols: {
    ...each(["sanitize-filename", "filenamify", "filenamify.filenamifyPath"], { passes: [0], cleans: ["FilePath"] }),
    // Keeps `$*_+~.()'"!:@` and spaces: no separator of folders is left, and a shell would still have its feast.
    ...each(["slugify", "slugify.default"], { passes: [0], cleans: ["FilePath"] }),
    ...each(["@sindresorhus/slugify", "slug"], wordsOnly),
  },
};

/** Escaping for other languages than the sinks': the text stays as dangerous as it was. */
export const otherEscaping: LibraryModel = {
  packages: ["validator", "he", "html-entities", "dompurify", "isomorphic-dompurify", "escape-string-regexp", "entities", "sqlstring-sqlite"],
  symbols: {
    ...each(
      [
        "validator.escape", "validator.trim", "validator.ltrim", "validator.rtrim", "validator.stripLow", "validator.toString", "validator.normalizeEmail",
        "he.encode", "he.escape", "he.decode", "html-entities.encode", "html-entities.decode", "dompurify.sanitize", "isomorphic-dompurify.sanitize",
        "escape-string-regexp", "entities.encode", "entities.escape",
      ],
      carries(0),
    ),
    ...each(["sqlstring-sqlite.escape", "sqlstring-sqlite.escapeId"], escapesSql),
    ...each(["validator.toInt", "validator.toFloat", "validator.toBoolean", "validator.toDate"], {}),
  },
};
