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

/** The text of an option that takes one. */
export function text(value: string | boolean | (string | boolean)[] | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
