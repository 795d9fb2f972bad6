import type { TextEdit } from "../../base/text";
import type { Call, Expression, Module } from "../../syntax/program";
import type { Sink } from "../../taint/taint";
import type { RuleContext } from "../rule";
import { codeOf, insert, isRefused, refuse, replace, stringLiteral, unwrap, type Refused } from "./code";
import { objectOf, propertyOf } from "./options";
import { slotName, slotValue, type ValueStyle } from "./slot-values";
import type { SqlText } from "./sql-slots";
import { bindStatement } from "./sql-statements";
import { typeormDriver } from "./typeorm-driver";

/** How a call takes values besides its text, decided by the driver and the method. */
export type Binder =
  /** `?` or `$1`, and a list as an argument or as a property of the query object. */
  | { readonly kind: "list"; readonly mark: "?" | "$"; readonly argument: number; readonly property?: string; readonly style: ValueStyle }
  /** `?`, and values handed to the prepared statement. */
  | { readonly kind: "statement"; readonly style: ValueStyle }
  /** `@name`, and `.input(name, value)` before the call. */
  | { readonly kind: "input" }
  /** `:name`, and an object of values; in the option of that name where there is one. */
  | { readonly kind: "named"; readonly argument: number; readonly option?: string }
  /** The text becomes a tagged template that binds by itself. */
  | { readonly kind: "tagged"; readonly from: string; readonly to: string }
  /** `{ sql, args }` in place of the text. */
  | { readonly kind: "object"; readonly values: string };

const anyValue: ValueStyle = { keepsQuotedAsText: false, limit: "any" };
const textValue: ValueStyle = { keepsQuotedAsText: true, limit: "any" };

/** The names of the property that holds the values, by that which holds the text. */
const valueProperties: Readonly<Record<string, string>> = { text: "values", sql: "values" };

/** Finds out how the called method binds values; refuses where it can't. */
export function findBinder(sink: Sink, context: RuleContext): Binder | Refused {
  const { fix, argument, property } = sink.model;
  const method = /[.#]?(\$?\w+)$/.exec(sink.symbol)?.[1] ?? "";
  const next = (typeof argument === "number" ? argument : 0) + 1;
  const isObject = sink.call.kind === "call" && objectOf(sink.call.arguments[next - 1]) !== undefined;
  const inObject = isObject && property !== undefined ? valueProperties[property] : undefined;
  if (fix?.kind !== "sql") return refuse("The driver is not known, so that its placeholders are not known either");
  switch (fix.dialect) {
    case "pg":
      return { kind: "list", mark: "$", argument: next, property: inObject, style: anyValue };
    case "mysql":
      return { kind: "list", mark: "?", argument: next, property: inObject, style: { keepsQuotedAsText: true, limit: method === "execute" ? "string" : "number" } };
    case "node-sqlite":
      return nodeSqlite(sink, method, isObject, next);
    case "sqlite":
      return /^(?:prepare|query|exec|run)$/.test(method) ? { kind: "statement", style: textValue } : refuse(`\`${method}\` takes no parameters`);
    case "mssql":
      return { kind: "input" };
    case "knex":
      return { kind: "list", mark: "?", argument: next, style: anyValue };
    case "sequelize":
      return method === "query" ? { kind: "named", argument: next, option: "replacements" } : refuse(`\`${method}\` takes no parameters`);
    case "prisma":
      return prisma(method);
    case "drizzle":
      return { kind: "tagged", from: ".raw", to: "" };
    case "typeorm":
      return typeorm(method, next, context);
    case "unknown":
      return refuse("The driver is not known, so that its placeholders are not known either");
  }
}

function nodeSqlite(sink: Sink, method: string, isObject: boolean, next: number): Binder | Refused {
  if (/libsql/.test(sink.symbol)) {
    if (method !== "execute") return refuse(`\`${method}\` is rewritten by hand: give each statement as \`{ sql, args }\``);
    return isObject ? { kind: "list", mark: "?", argument: next, property: "args", style: textValue } : { kind: "object", values: "args" };
  }
  if (method === "exec") return refuse("`exec` takes no parameters; `run` does, for one statement at a time");
  return { kind: "list", mark: "?", argument: next, style: textValue };
}

function prisma(method: string): Binder | Refused {
  if (/^\$(?:query|execute)RawUnsafe$/.test(method)) return { kind: "tagged", from: "Unsafe", to: "" };
  return method === "raw" ? { kind: "tagged", from: "raw", to: "sql" } : refuse(`\`${method}\` takes no parameters`);
}

function typeorm(method: string, next: number, context: RuleContext): Binder | Refused {
  if (/^(?:where|andWhere|orWhere|having|andHaving|orHaving)$/.test(method)) return { kind: "named", argument: next };
  if (method !== "query") return refuse(`\`${method}\` takes no parameters`);
  const driver = typeormDriver(context.workspace);
  if (driver === undefined) return refuse("Which database TypeORM talks to can't be seen here, and each has placeholders of its own");
  return { kind: "list", mark: driver === "postgres" ? "$" : "?", argument: next, style: driver === "postgres" ? anyValue : { keepsQuotedAsText: true, limit: driver === "mysql" ? "number" : "any" } };
}

/** The placeholders of a text, and the edits that hand their values over. */
export interface Bound {
  readonly placeholders: readonly string[];
  readonly edits: readonly TextEdit[];
}

/** Hands the values of a text over to the call. */
export function bindValues(binder: Exclude<Binder, { readonly kind: "tagged" }>, text: SqlText, sink: Sink, context: RuleContext): Bound | Refused {
  const { call, module } = sink;
  if (call.kind !== "call") return refuse("The query is not run by a call");
  const question = { module, mcp: context.mcp, workspace: context.workspace };
  const values = (style: ValueStyle): readonly string[] => text.slots.map((slot) => slotValue(slot, question, style));
  switch (binder.kind) {
    case "list":
      return bindList(binder, values(binder.style), text, call, module);
    case "statement":
      return bindStatement(values(binder.style), text, call, module);
    case "input":
      return bindInputs(values(anyValue), text, call, module, sink.symbol);
    case "named":
      return bindNamed(binder, values(anyValue), text, call, module);
    case "object": {
      const argument = call.arguments[0];
      if (!argument || call.arguments.length > 1 || text.placeholders.length > 0) return refuse("The query has parameters already, in a form that can't be extended");
      const edits = [insert(module, argument.range.start, "{ sql: "), insert(module, argument.range.end, `, ${binder.values}: [${values(textValue).join(", ")}] }`)];
      return { placeholders: text.slots.map(() => "?"), edits };
    }
  }
}

type ListBinder = Extract<Binder, { readonly kind: "list" }>;

function bindList(binder: ListBinder, values: readonly string[], text: SqlText, call: Call, module: Module): Bound | Refused {
  const existing = existingList(binder, call, text);
  const added = addToList(binder, existing, values, text, call, module);
  if (isRefused(added)) return added;
  const first = binder.mark === "$" ? firstNumber(existing, text) : 0;
  if (typeof first !== "number") return first;
  return { placeholders: values.map((_, index) => (binder.mark === "?" ? "?" : `$${first + index}`)), edits: added };
}

/** The argument or property that holds values already. A lone function is a callback, and so is a name where the text asks for no values. */
function existingList(binder: ListBinder, call: Call, text: SqlText): Expression | undefined {
  if (binder.property !== undefined) {
    const object = objectOf(call.arguments[binder.argument - 1]);
    return object && propertyOf(object, binder.property)?.value;
  }
  const argument = call.arguments[binder.argument];
  const value = argument && unwrap(argument);
  if (!value || value.kind === "function") return undefined;
  return value.kind === "array" || text.placeholders.length > 0 ? argument : undefined;
}

function addToList(binder: ListBinder, existing: Expression | undefined, values: readonly string[], text: SqlText, call: Call, module: Module): readonly TextEdit[] | Refused {
  const code = values.join(", ");
  if (existing) return extendList(existing, values, text, binder.mark, module);
  if (text.placeholders.length > 0) return refuse("The query has placeholders whose values can't be seen here");
  if (binder.property !== undefined) {
    const last = objectOf(call.arguments[binder.argument - 1])?.properties.at(-1);
    return last ? [insert(module, last.range.end, `, ${binder.property}: [${code}]`)] : refuse("The query object can't be extended");
  }
  const before = call.arguments[binder.argument - 1];
  return before ? [insert(module, before.range.end, `, [${code}]`)] : refuse("The call can't be extended");
}

function extendList(existing: Expression, values: readonly string[], text: SqlText, mark: "?" | "$", module: Module): readonly TextEdit[] | Refused {
  const list = unwrap(existing);
  const isLast = text.slots.every((slot) => slot.placeholdersBefore === text.placeholders.length);
  if (list.kind === "array") {
    if (list.elements.length === 0) return [replace(module, list.range, `[${values.join(", ")}]`)];
    const hasSpread = list.elements.some(({ kind }) => kind === "spread");
    const last = list.elements.at(-1);
    if (last && (mark === "$" ? !hasSpread : isLast)) return [insert(module, last.range.end, `, ${values.join(", ")}`)];
    if (hasSpread || list.elements.length !== text.placeholders.length) return refuse("The values that the query has already can't be counted");
    return list.elements.flatMap((element, index) => {
      const here = values.filter((_, slot) => text.slots[slot]?.placeholdersBefore === index);
      const after = index === list.elements.length - 1 ? values.filter((_, slot) => text.slots[slot]?.placeholdersBefore === index + 1) : [];
      const edits: TextEdit[] = [];
      if (here.length > 0) edits.push(insert(module, element.range.start, `${here.join(", ")}, `));
      if (after.length > 0) edits.push(insert(module, element.range.end, `, ${after.join(", ")}`));
      return edits;
    });
  }
  if (list.kind === "object" || (mark === "?" && !isLast)) return refuse("The query has parameters already, in a form that can't be extended");
  return [replace(module, existing.range, `[...${codeOf(module, existing)}, ${values.join(", ")}]`)];
}

/** The number of the first new `$` placeholder: after those that have values. */
function firstNumber(existing: Expression | undefined, text: SqlText): number | Refused {
  const list = existing && unwrap(existing);
  const highest = Math.max(0, ...text.placeholders.filter((mark) => mark.startsWith("$")).map((mark) => Number(mark.slice(1))));
  if (!list) return highest + 1;
  if (list.kind === "array" && list.elements.some(({ kind }) => kind === "spread")) return refuse("The values that the query has already can't be counted");
  return (list.kind === "array" ? list.elements.length : highest) + 1;
}

/** `request.query(text)` → `request.input("name", name).query(text)`. A pool makes the request first. */
function bindInputs(values: readonly string[], text: SqlText, call: Call, module: Module, symbol: string): Bound | Refused {
  if (call.callee.kind !== "member") return refuse("The query is run by a function that takes no inputs");
  const receiver = call.callee.object;
  const taken = new Set(text.placeholders.map((mark) => mark.slice(1).toLowerCase()));
  const names = text.slots.map((slot) => {
    const name = slotName(slot, taken);
    taken.add(name.toLowerCase());
    return name;
  });
  const inputs = names.map((name, index) => `.input(${stringLiteral(module, name)}, ${values[index] ?? ""})`).join("");
  const placeholders = names.map((name) => `@${name}`);
  if (/Request#/.test(symbol)) return { placeholders, edits: [insert(module, receiver.range.end, inputs)] };
  if (/ConnectionPool#/.test(symbol)) return { placeholders, edits: [insert(module, receiver.range.end, `.request()${inputs}`)] };
  return { placeholders, edits: [replace(module, receiver.range, `new ${codeOf(module, receiver)}.Request()${inputs}`)] };
}

/** `:name` and an object of values. */
function bindNamed(binder: Extract<Binder, { readonly kind: "named" }>, values: readonly string[], text: SqlText, call: Call, module: Module): Bound | Refused {
  const { option, argument } = binder;
  const options = call.arguments[argument];
  const object = objectOf(options);
  if (options && !object) return refuse("The options of the query are not written out in the call");
  const held = option === undefined ? object : object && objectOf(propertyOf(object, option)?.value);
  const rival = option !== undefined && object && (propertyOf(object, "bind") ?? (held ? undefined : propertyOf(object, option)));
  if (rival || (text.placeholders.length > 0 && !held)) return refuse("The query has parameters already, in a form that can't be extended");
  const taken = new Set([...text.placeholders.map((mark) => mark.slice(1).toLowerCase()), ...(held?.properties.flatMap(({ key }) => (typeof key === "string" ? [key.toLowerCase()] : [])) ?? [])]);
  const names = text.slots.map((slot) => {
    const name = slotName(slot, taken);
    taken.add(name.toLowerCase());
    return name;
  });
  const fields = names.map((name, index) => (values[index] === name ? name : `${name}: ${values[index] ?? ""}`)).join(", ");
  const placeholders = names.map((name) => `:${name}`);
  const last = held?.properties.at(-1);
  if (last) return { placeholders, edits: [insert(module, last.range.end, `, ${fields}`)] };
  const code = option === undefined ? `{ ${fields} }` : `${option}: { ${fields} }`;
  if (object && option !== undefined) {
    const end = object.properties.at(-1)?.range.end;
    const edit = end === undefined ? replace(module, object.range, `{ ${code} }`) : insert(module, end, `, ${code}`);
    return { placeholders, edits: [edit] };
  }
  const before = call.arguments[argument - 1];
  if (object || !before) return refuse("The call can't be extended");
  return { placeholders, edits: [insert(module, before.range.end, `, ${option === undefined ? code : `{ ${code} }`}`)] };
}
