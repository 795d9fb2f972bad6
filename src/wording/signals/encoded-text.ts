import type { Hiding } from "../decode/hidden";
import { rolesOf } from "../scorer/lexicon";
import type { Sighting, Signal } from "./signal";

/** Words that are written in a code. */
export const encodedText: Signal = {
  id: "encoded-text",
  summary: "Readable words are written in a code such as base64, so that people don't read them",
  severity: "error",
  find: ({ texts }) =>
    texts.flatMap((text) =>
      text.hidden.flatMap(({ hiding, words, verbatim }): readonly Sighting[] => {
        const name = codes[hiding];
        if (name === undefined || words === undefined) return [];
        const isOrder = instructs(words);
        return [{ severity: isOrder ? "error" : "warning", confidence: isOrder ? "high" : "medium", field: text.path, message: `has words written ${name}`, evidence: `${verbatim.slice(0, 80)} → ${words.slice(0, 240)}` }];
      }),
    ),
};

const codes: Readonly<Partial<Record<Hiding, string>>> = {
  base64: "in base64",
  hex: "in hexadecimal",
  percent: "in percent codes",
  entities: "in HTML entities",
  "character-codes": "in character codes",
  rot13: "in rot13",
  reversed: "backwards",
};

/** Whether words tell somebody to do something: an example of base64 in a doc says "Hello world". */
function instructs(words: string): boolean {
  const roles = new Set(words.toLowerCase().split(/[^a-z']+/, 400).flatMap((word) => rolesOf(word)));
  return ["must", "before", "call", "tool", "change", "read", "send", "secret", "hide", "user", "model", "power", "priority"].filter((role) => roles.has(role as never)).length >= 3;
}
