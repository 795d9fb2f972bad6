import type { Expression, FunctionNode, Module, Pattern, Statement, TypeRef } from "../../src/syntax/program";

/** Prints a module's top level, one statement a line, in a notation close to the source: bindings as `name~2`, globals as `@name`. */
export function printModule(module: Module): string {
  return printStatements(module.top.body);
}

/** Prints statements, nested ones indented. */
export function printStatements(statements: readonly Statement[]): string {
  return statements.map(printStatement).join("\n");
}

/** Prints an expression on one line. */
export function printExpression(e: Expression): string {
  switch (e.kind) {
    case "literal": return e.value === undefined ? "undefined" : JSON.stringify(e.value);
    case "concat": return `${e.form}(${list(e.parts)})`;
    case "regex": return `/${e.pattern}/${e.flags}`;
    case "name": return e.binding ?? `@${e.name}`;
    case "this":
    case "super": return e.kind;
    case "member": return `${printExpression(e.object)}${e.isOptional ? "?" : ""}${e.key === undefined ? `.${e.property}` : `[${printExpression(e.key)}]`}`;
    case "call": return `${e.isNew ? "new " : ""}${printExpression(e.callee)}${e.isOptional ? "?" : ""}${e.typeArguments.length > 0 ? `<${e.typeArguments.map(printType).join()}>` : ""}(${list(e.arguments)})`;
    case "tagged": return `${printExpression(e.tag)}\`${e.texts.map(({ value }, i) => value + (e.values[i] === undefined ? "" : `\${${printExpression(e.values[i])}}`)).join("")}\``;
    case "object": return `{${e.properties.map(({ key, value }) => (key === undefined ? `...${printExpression(value)}` : `${typeof key === "string" ? key : `[${printExpression(key)}]`}: ${printExpression(value)}`)).join(", ")}}`;
    case "array": return `[${list(e.elements)}]`;
    case "spread": return `...${printExpression(e.value)}`;
    case "function": return printFunction(e.function);
    case "class": return `class ${e.class.name ?? ""}`;
    case "conditional": return `(${printExpression(e.test)} ? ${printExpression(e.then)} : ${printExpression(e.else)})`;
    case "logical":
    case "binary": return `(${printExpression(e.left)} ${e.operator} ${printExpression(e.right)})`;
    case "unary": return `${e.operator}(${printExpression(e.value)})`;
    case "assign": return `${printPattern(e.target)} ${e.operator ?? ""}= ${printExpression(e.value)}`;
    case "await":
    case "yield": return `${e.kind} ${printExpression(e.value)}`;
    case "sequence": return `(${list(e.values)})`;
    case "typed": return `(${printExpression(e.value)} as ${printType(e.type)})`;
    case "module": return `${e.isPromise ? "import" : "require"}(${printExpression(e.specifier)})`;
    case "unknown": return `unknown(${list(e.parts)})`;
  }
}

/** Prints what is left of a type. */
export function printType(type: TypeRef): string {
  const values = type.values === undefined ? "" : `=${type.values.map((value) => JSON.stringify(value)).join("|")}`;
  const args = type.args.length === 0 ? "" : `<${type.args.map(printType).join(", ")}>`;
  return `${type.name}${type.binding === undefined ? "" : "'"}${args}${values}`;
}

function printFunction(f: FunctionNode): string {
  const parameters = f.parameters.map((p) => `${p.isField ? "field " : ""}${p.isRest ? "..." : ""}${printPattern(p.pattern)}${p.type === undefined ? "" : `: ${printType(p.type)}`}${p.default === undefined ? "" : ` = ${printExpression(p.default)}`}`);
  const captures = f.captures.length === 0 ? "" : ` captures ${[...f.captures].join(" ")}`;
  return `${f.isAsync ? "async " : ""}function${f.isGenerator ? "*" : ""} ${f.name ?? ""}(${parameters.join(", ")})${captures} {${block(f.body)}}`;
}

function printPattern(p: Pattern): string {
  switch (p.kind) {
    case "bind": return p.binding;
    case "place": return printExpression(p.place);
    case "default": return `${printPattern(p.pattern)} = ${printExpression(p.value)}`;
    case "object": return `{${[...p.properties.map(({ key, value }) => `${typeof key === "string" ? key : `[${printExpression(key)}]`}: ${printPattern(value)}`), ...(p.rest === undefined ? [] : [`...${printPattern(p.rest)}`])].join(", ")}}`;
    case "array": return `[${[...p.elements.map((each) => (each === undefined ? "" : printPattern(each))), ...(p.rest === undefined ? [] : [`...${printPattern(p.rest)}`])].join(", ")}]`;
  }
}

function printStatement(s: Statement): string {
  switch (s.kind) {
    case "expression": return printExpression(s.value);
    case "declare": return `let ${printPattern(s.pattern)}${s.type === undefined ? "" : `: ${printType(s.type)}`}${s.value === undefined ? "" : ` = ${printExpression(s.value)}`}`;
    case "if": return `if ${printExpression(s.test)} {${block(s.then)}}${s.else.length === 0 ? "" : ` else {${block(s.else)}}`}`;
    case "loop": return `${s.testFirst ? "while" : "do while"} ${s.test === undefined ? "" : printExpression(s.test)}${s.update === undefined ? "" : ` then ${printExpression(s.update)}`} {${block(s.body)}}`;
    case "each": return `for ${printPattern(s.pattern)} ${s.keys ? "in" : "of"} ${printExpression(s.over)} {${block(s.body)}}`;
    case "switch": return `switch ${printExpression(s.subject)} {${s.cases.map((each) => `\n  ${each.tests.length === 0 ? "default" : list(each.tests)}: {${block(each.body)}}`).join("")}\n}`;
    case "try": return `try {${block(s.body)}}${s.handler === undefined ? "" : ` catch ${s.caught === undefined ? "" : printPattern(s.caught)} {${block(s.handler)}}`}${s.finally.length === 0 ? "" : ` finally {${block(s.finally)}}`}`;
    case "return":
    case "throw": return `${s.kind}${s.value === undefined ? "" : ` ${printExpression(s.value)}`}`;
    case "break":
    case "continue": return `${s.kind}${s.label === undefined ? "" : ` ${s.label}`}`;
    case "block": return `${s.label === undefined ? "" : `${s.label}: `}{${block(s.body)}}`;
    case "function": return `${s.binding} is ${printFunction(s.function)}`;
    case "class": return `${s.binding} is class${s.class.base === undefined ? "" : ` of ${printExpression(s.class.base)}`} {${s.class.members.map((m) => `\n  ${m.isStatic ? "static " : ""}${m.kind} ${m.name}${m.type === undefined ? "" : `: ${printType(m.type)}`}${m.value === undefined ? "" : ` = ${printExpression(m.value)}`}${m.function === undefined || m.value !== undefined ? "" : ` ${printFunction(m.function)}`}`).join("")}\n}`;
  }
}

function list(expressions: readonly Expression[]): string {
  return expressions.map(printExpression).join(", ");
}

/** One statement stays on the line, several are indented. */
function block(statements: readonly Statement[]): string {
  const [only] = statements;
  if (only === undefined) return "";
  if (statements.length === 1) return ` ${printStatement(only)} `;
  return `\n${printStatements(statements).replace(/^/gm, "  ")}\n`;
}
