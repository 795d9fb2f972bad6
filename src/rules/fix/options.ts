import type { TextEdit, TextRange } from "../../base/text";
import type { Expression, Module, ObjectExpression, ObjectProperty } from "../../syntax/program";
import { refuse, replace, unwrap, type Refused } from "./code";

/** Finds a property that is written out in an object. */
export function propertyOf(object: ObjectExpression, name: string): ObjectProperty | undefined {
  return object.properties.find(({ key }) => key === name);
}

/** The object that an argument is, when it is written out in place. */
export function objectOf(expression: Expression | undefined): ObjectExpression | undefined {
  const whole = expression && unwrap(expression);
  return whole?.kind === "object" ? whole : undefined;
}

/** Takes a property out of an object, its comma included; the argument goes with it when it was the only one. */
function removeProperty(module: Module, object: ObjectExpression, property: ObjectProperty, argument: TextRange): TextEdit {
  const { text } = module;
  if (object.properties.length === 1) return replace(module, withCommaBefore(module, argument), "");
  const after = /^\s*,\s*/.exec(text.slice(property.range.end));
  const isLast = object.properties.at(-1) === property;
  if (after && !isLast) return replace(module, { start: property.range.start, end: property.range.end + after[0].length }, "");
  return replace(module, withCommaBefore(module, property.range), "");
}

/** A range, and the comma and the blanks before it. */
function withCommaBefore({ text }: Module, range: TextRange): TextRange {
  const before = /,\s*$/.exec(text.slice(0, range.start));
  return { start: range.start - (before?.[0].length ?? 0), end: range.end };
}

/** The edits that take a `shell` option away; none where there is no such option. */
export function removeShellOption(module: Module, options: Expression | undefined): readonly TextEdit[] | Refused {
  const object = objectOf(options);
  const shell = object && propertyOf(object, "shell");
  if (!options || !object || !shell) return [];
  const value = unwrap(shell.value);
  if (value.kind !== "literal") return refuse("Whether a shell is used is decided when the program runs");
  return [removeProperty(module, object, shell, options.range)];
}
