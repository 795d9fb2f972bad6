import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import formats from "ajv-formats";

/** What is wrong with a SARIF log by the official schema (2.1.0, as carried by Microsoft's jest matchers); empty where nothing is. */
export function sarifErrors(log: unknown): readonly string[] {
  const file = createRequire(import.meta.url).resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
  const schema = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  // Written for draft 4, of which it uses nothing that draft 7 reads differently but the name of `$id`.
  delete schema["$schema"];
  delete schema["id"];
  // One of its patterns is no regular expression in Unicode mode.
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  formats.default(ajv);
  const validate = ajv.compile(schema);
  validate(log);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
}
