import type { TextEdit } from "../../base/text";
import { rangeOfField } from "../configuration/entries";
import type { FixRequest } from "./fixes";

/** Writes another text for a part of an entry, in a notation that JSON, YAML and TOML share. */
export function replaceText({ located, field }: Pick<FixRequest, "located" | "field">, value: string): TextEdit {
  return replaceValue({ located, field }, JSON.stringify(value));
}

/** Writes another value for a part of an entry. */
export function replaceValue({ located, field }: Pick<FixRequest, "located" | "field">, value: string): TextEdit {
  return { file: located.entry.file, range: rangeOfField(located, field), text: value };
}

/** The text of a part of an entry, as it stands in the file. */
export function textOfField({ located, field }: Pick<FixRequest, "located" | "field">): string | undefined {
  const node = located.places[field];
  return typeof node?.scalar === "string" ? node.scalar : undefined;
}
