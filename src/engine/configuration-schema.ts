import type { RuleDescription } from "../base/finding";
import { levels } from "./configuration";

/** The JSON Schema of `portcullis.config.json`, for editors: `media/portcullis.schema.json` is this, and a test says so. */
export function configurationSchema(rules: readonly RuleDescription[]): object {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Portcullis configuration",
    description: "What Portcullis reports, in the editor and on the command line.",
    type: "object",
    additionalProperties: false,
    allowTrailingCommas: true,
    properties: {
      $schema: { type: "string", description: "Where the schema of this file is." },
      rules: {
        type: "object",
        description: "The level of each rule; a rule that is not named has its own.",
        additionalProperties: false,
        default: {},
        properties: Object.fromEntries(rules.map(({ id, summary, severity }) => [id, { enum: levels, default: severity, description: `${summary}.` }])),
      },
      exclude: {
        type: "array",
        description: "Paths to leave out, relative to this file, in .gitignore notation. A pattern that starts with \"!\" takes back in what is left out by default, such as tests.",
        items: { type: "string" },
        uniqueItems: true,
        default: [],
      },
    },
  };
}
