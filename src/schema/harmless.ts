import { regexAllows, type CharSetFacts } from "./regex";
import type { Schema, StringFormat } from "./schema";

/** For which uses every value that a schema lets through is harmless; the same questions that are asked of a pattern. */
export type Harmless = Omit<CharSetFacts, "coversWholeText">;

const always: Harmless = { command: true, sql: true, sqlInQuotes: true, path: true, noDotDot: true, urlPath: true, noLeadingDash: true, code: true, pattern: true, noProto: true, oneWord: true };
const never: Harmless = { command: false, sql: false, sqlInQuotes: false, path: false, noDotDot: false, urlPath: false, noLeadingDash: false, code: false, pattern: false, noProto: false, oneWord: false };
/** Deeper nesting is judged as unknown; recursive schemas end here. */
const MAX_DEPTH = 12;

/** Formats whose every text is harmless. "email" is absent, and "url" nearly: hostile texts of those forms are easily made. */
const formats: Readonly<Partial<Record<StringFormat, Harmless>>> = {
  uuid: always,
  date: always,
  datetime: always,
  ip: always,
  hex: always,
  cuid: always,
  ulid: always,
  // Base64 holds "/" and "=": a text may be an absolute path, or compare two columns.
  base64: { command: true, sql: false, sqlInQuotes: true, path: false, noDotDot: true, urlPath: false, noLeadingDash: true, code: false, pattern: false, noProto: true, oneWord: true },
  // A scheme begins with a letter.
  url: { ...never, noLeadingDash: true },
};

/**
 * For which uses a value is harmless by its type alone: numbers, booleans, dates, identifiers of a fixed form, listed values,
 * and texts limited by an anchored pattern without special characters. Of an object or array: when all its parts are.
 */
export function cleansByType(schema: Schema): Harmless {
  return judge(schema, 0);
}

function judge(schema: Schema, depth: number): Harmless {
  if (depth > MAX_DEPTH) return never;
  switch (schema.kind) {
    case "boolean":
    case "date":
    case "null":
    case "enum":
      return always;
    case "number":
      return { ...always, noLeadingDash: false };
    case "string":
      return judgeText(schema);
    case "object":
      return schema.keepsUnknownKeys ? never : all([...schema.fields.values()], depth);
    case "array":
      return judge(schema.items, depth + 1);
    case "record":
      return never; // Its keys are free texts.
    case "tuple":
      return all(schema.elements, depth);
    case "union":
      return schema.options.length === 0 ? never : all(schema.options, depth);
    case "refined":
      // A transform of harmless text makes no harmful one, short of decoding; what its code does otherwise is followed as code.
      return judge(schema.schema, depth + 1);
    case "unknown":
      return never;
  }
}

function judgeText(schema: Extract<Schema, { kind: "string" }>): Harmless {
  const format = schema.format === undefined ? undefined : formats[schema.format];
  const pattern = schema.pattern === undefined ? undefined : regexAllows(schema.pattern.source, schema.pattern.flags);
  return any(format ?? never, pattern ?? never);
}

function all(schemas: readonly Schema[], depth: number): Harmless {
  return schemas.map((each) => judge(each, depth + 1)).reduce(both, always);
}

function both(a: Harmless, b: Harmless): Harmless {
  return {
    command: a.command && b.command,
    sql: a.sql && b.sql,
    sqlInQuotes: a.sqlInQuotes && b.sqlInQuotes,
    path: a.path && b.path,
    noDotDot: a.noDotDot && b.noDotDot,
    urlPath: a.urlPath && b.urlPath,
    noLeadingDash: a.noLeadingDash && b.noLeadingDash,
    code: a.code && b.code,
    pattern: a.pattern && b.pattern,
    noProto: a.noProto && b.noProto,
    oneWord: a.oneWord && b.oneWord,
  };
}

function any(a: Harmless, b: Harmless): Harmless {
  return {
    command: a.command || b.command,
    sql: a.sql || b.sql,
    sqlInQuotes: a.sqlInQuotes || b.sqlInQuotes,
    path: a.path || b.path,
    noDotDot: a.noDotDot || b.noDotDot,
    urlPath: a.urlPath || b.urlPath,
    noLeadingDash: a.noLeadingDash || b.noLeadingDash,
    code: a.code || b.code,
    pattern: a.pattern || b.pattern,
    noProto: a.noProto || b.noProto,
    oneWord: a.oneWord || b.oneWord,
  };
}
