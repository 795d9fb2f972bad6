import type { ClassNode, Expression, FunctionNode, Pattern, Statement } from "./program";

/** What to do at each node; `false` keeps the walk out of what is below. */
export interface Visitor {
  expression?(expression: Expression): boolean | void;
  statement?(statement: Statement): boolean | void;
  /** Functions and methods nested in what is walked; without this method they are walked into. */
  nested?(node: FunctionNode): boolean | void;
}

/** Walks a function's parameters and body, in the order of the source. */
export function walkFunction(node: FunctionNode, visitor: Visitor): void {
  for (const parameter of node.parameters) {
    walkPattern(parameter.pattern, visitor);
    if (parameter.default !== undefined) walkExpression(parameter.default, visitor);
  }
  walkStatements(node.body, visitor);
}

/** Walks statements and everything in them. */
export function walkStatements(statements: readonly Statement[], visitor: Visitor): void {
  for (const statement of statements) {
    if (visitor.statement?.(statement) !== false) walkStatement(statement, visitor);
  }
}

/** Walks an expression and everything in it, itself first. */
export function walkExpression(expression: Expression, visitor: Visitor): void {
  if (visitor.expression?.(expression) === false) return;
  // The commonest kinds are written out: a list of children for each of them would be most of the work.
  switch (expression.kind) {
    case "literal":
    case "name":
      return;
    case "function":
      walkNested(expression.function, visitor);
      return;
    case "class":
      walkClass(expression.class, visitor);
      return;
    case "member":
      walkExpression(expression.object, visitor);
      if (expression.key !== undefined) walkExpression(expression.key, visitor);
      return;
    case "call":
      walkExpression(expression.callee, visitor);
      for (const argument of expression.arguments) walkExpression(argument, visitor);
      return;
    case "object":
      for (const { key, value } of expression.properties) {
        if (typeof key === "object") walkExpression(key, visitor);
        walkExpression(value, visitor);
      }
      return;
    case "assign":
      walkPattern(expression.target, visitor);
      walkExpression(expression.value, visitor);
      return;
    default:
      for (const child of childExpressions(expression)) walkExpression(child, visitor);
  }
}

/** The expressions directly inside an expression, patterns and nested functions apart. */
export function childExpressions(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "concat":
    case "unknown":
      return expression.parts;
    case "member":
      return expression.key === undefined ? [expression.object] : [expression.object, expression.key];
    case "call":
      return [expression.callee, ...expression.arguments];
    case "tagged":
      return [expression.tag, ...expression.values];
    case "object":
      return expression.properties.flatMap(({ key, value }) => (typeof key === "object" ? [key, value] : [value]));
    case "array":
      return expression.elements;
    case "conditional":
      return [expression.test, expression.then, expression.else];
    case "logical":
    case "binary":
      return [expression.left, expression.right];
    case "sequence":
      return expression.values;
    case "module":
      return [expression.specifier];
    case "spread":
    case "unary":
    case "assign":
    case "await":
    case "yield":
    case "typed":
      return [expression.value];
    case "literal":
    case "regex":
    case "name":
    case "this":
    case "super":
    case "function":
    case "class":
      return [];
  }
}

/** The expressions and places inside a pattern: defaults, computed keys, assigned members. */
export function walkPattern(pattern: Pattern, visitor: Visitor): void {
  switch (pattern.kind) {
    case "bind":
      return;
    case "place":
      walkExpression(pattern.place, visitor);
      return;
    case "default":
      walkPattern(pattern.pattern, visitor);
      walkExpression(pattern.value, visitor);
      return;
    case "object":
      for (const { key, value } of pattern.properties) {
        if (typeof key === "object") walkExpression(key, visitor);
        walkPattern(value, visitor);
      }
      if (pattern.rest !== undefined) walkPattern(pattern.rest, visitor);
      return;
    case "array":
      for (const element of pattern.elements) if (element !== undefined) walkPattern(element, visitor);
      if (pattern.rest !== undefined) walkPattern(pattern.rest, visitor);
      return;
  }
}

/** Calls back with each binding of a pattern and where it lies in the value that is taken apart; undefined where that can't be told. */
export function eachBinding(pattern: Pattern, visit: (binding: string, path: readonly string[] | undefined) => void, path: readonly string[] | undefined = []): void {
  switch (pattern.kind) {
    case "bind":
      visit(pattern.binding, path);
      return;
    case "default":
      eachBinding(pattern.pattern, visit, path);
      return;
    case "object":
      for (const { key, value } of pattern.properties) eachBinding(value, visit, path === undefined || typeof key !== "string" ? undefined : [...path, key]);
      if (pattern.rest !== undefined) eachBinding(pattern.rest, visit, undefined);
      return;
    case "array":
      pattern.elements.forEach((element, index) => {
        if (element !== undefined) eachBinding(element, visit, path === undefined ? undefined : [...path, String(index)]);
      });
      if (pattern.rest !== undefined) eachBinding(pattern.rest, visit, undefined);
      return;
    case "place":
      return;
  }
}

function walkStatement(statement: Statement, visitor: Visitor): void {
  switch (statement.kind) {
    case "expression":
      walkExpression(statement.value, visitor);
      return;
    case "declare":
      walkPattern(statement.pattern, visitor);
      if (statement.value !== undefined) walkExpression(statement.value, visitor);
      return;
    case "return":
    case "throw":
      if (statement.value !== undefined) walkExpression(statement.value, visitor);
      return;
    case "if":
      walkExpression(statement.test, visitor);
      walkStatements(statement.then, visitor);
      walkStatements(statement.else, visitor);
      return;
    case "loop":
      if (statement.test !== undefined) walkExpression(statement.test, visitor);
      walkStatements(statement.body, visitor);
      if (statement.update !== undefined) walkExpression(statement.update, visitor);
      return;
    case "each":
      walkExpression(statement.over, visitor);
      walkPattern(statement.pattern, visitor);
      walkStatements(statement.body, visitor);
      return;
    case "switch":
      walkExpression(statement.subject, visitor);
      for (const each of statement.cases) {
        for (const test of each.tests) walkExpression(test, visitor);
        walkStatements(each.body, visitor);
      }
      return;
    case "try":
      walkStatements(statement.body, visitor);
      if (statement.handler !== undefined) walkStatements(statement.handler, visitor);
      walkStatements(statement.finally, visitor);
      return;
    case "block":
      walkStatements(statement.body, visitor);
      return;
    case "function":
      walkNested(statement.function, visitor);
      return;
    case "class":
      walkClass(statement.class, visitor);
      return;
    case "break":
    case "continue":
      return;
  }
}

function walkNested(node: FunctionNode, visitor: Visitor): void {
  for (const decorator of node.decorators) walkExpression(decorator, visitor);
  if (visitor.nested?.(node) !== false) walkFunction(node, visitor);
}

function walkClass(node: ClassNode, visitor: Visitor): void {
  for (const decorator of node.decorators) walkExpression(decorator, visitor);
  if (node.base !== undefined) walkExpression(node.base, visitor);
  for (const member of node.members) {
    if (member.kind !== "field" && member.function !== undefined) {
      walkNested(member.function, visitor);
      continue;
    }
    for (const decorator of member.decorators) walkExpression(decorator, visitor);
    if (member.value !== undefined) walkExpression(member.value, visitor);
  }
}
