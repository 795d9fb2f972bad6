import { nearest } from "../base/nearest";
import { UsageError } from "./console";

/**
 * One of the values that an option may have.
 * @throws UsageError with what is meant, or with all that may be
 */
export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new UsageError(`${option} can't be "${value}"${hint(value, allowed)}`);
  return found;
}

/** The end of a sentence that says what was meant, or what there is. */
export function hint(word: string, candidates: readonly string[]): string {
  const meant = nearest(word, candidates);
  return meant === undefined ? `; it is one of ${candidates.join(", ")}` : `; did you mean "${meant}"?`;
}

/** The options as the parser of arguments gives them. */
export type Values = Readonly<Record<string, Value>>;

type Value = string | boolean | (string | boolean)[] | undefined;

/** All texts of an option that may be repeated. */
export function texts(value: Value): readonly string[] {
  return [value ?? []].flat().filter((each) => typeof each === "string");
}

/** The text of an option that takes one. */
export function text(value: Value): string | undefined {
  return typeof value === "string" ? value : undefined;
}
