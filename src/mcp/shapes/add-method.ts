import type { Entry } from "../model";
import { elementsOf } from "../elements";
import { calleeName } from "../module-index";
import { describedBy } from "./described";
import { argument } from "./shape";
import type { CallValue, Registration, Shape } from "./shape";
import { memberOf } from "../environment";
import type { Values } from "../values";

const NAMES: Readonly<Record<string, Entry["kind"]>> = {
  addTool: "tool",
  addTools: "tool",
  addPrompt: "prompt",
  addPrompts: "prompt",
  addResource: "resource",
  addResources: "resource",
  addResourceTemplate: "resource",
};

/** FastMCP's `server.addTool({name, parameters, execute})` and its siblings, one object or a list of them. */
export const addMethod: Shape = {
  marker: /\.\s*add(Tool|Prompt|Resource)/,
  matches: (call) => !call.isNew && call.callee.kind === "member" && Object.hasOwn(NAMES, call.callee.property ?? "") && call.arguments.length === 1,
  drivers(call) {
    const first = argument(call, 0);
    if (first === undefined || isMany(call)) return {};
    return { name: { ...first, expression: memberOf(first.expression, "name") }, handler: first };
  },
  read(call, values) {
    const first = argument(call, 0);
    const kind = NAMES[calleeName(call.expression) ?? ""];
    if (first === undefined || kind === undefined) return [];
    return (isMany(call) ? (elementsOf(first, values) ?? []) : [first]).flatMap((each) => described(each, kind, values));
  },
};

function isMany(call: CallValue): boolean {
  return calleeName(call.expression)?.endsWith("s") === true;
}

function described(each: Parameters<typeof describedBy>[0], kind: Entry["kind"], values: Values): readonly Registration[] {
  const found = describedBy(each, undefined, kind, values);
  return found === undefined ? [] : [found];
}
