import { readSchema } from "../schema/read";
import { type Label, asItCame } from "./label";
import type { CallSite, Machine } from "./machine";
import { answers, type AnswerKind, type AnswerModel } from "./models/answers";
import { throughSchema } from "./schemas";
import { type Value, unknown, withField } from "./value";

/** The start of the roots of labels that name an answer; what follows is its kind. */
const ROOT = "g";
/** Methods that send whatever request they are given. */
const SENDING = /^(sendRequest|send|request)$/;

const kinds = Object.keys(answers) as readonly AnswerKind[];
const methods: ReadonlySet<string> = new Set(kinds.flatMap((kind) => answers[kind].methods.map(({ name }) => name)));

/** What a call gives that asks the client something; undefined for any other call of a method. */
export function answerTo(machine: Machine, method: string, site: CallSite): Value | undefined {
  if (!methods.has(method) && !SENDING.test(method)) return undefined;
  const kind = kinds.find((each) => asks(answers[each], method, site));
  return kind === undefined ? undefined : answerOfKind(machine, kind, site);
}

/** The answer of one kind, as it comes in at a call. */
export function answerOfKind(machine: Machine, kind: AnswerKind, site: CallSite): Value {
  const { part = [], checked } = answers[kind];
  const step = { kind: "source" as const, module: site.activation.module, range: site.expression.range };
  const whole: Value = { taints: [{ label: machine.labels.of(ROOT + kind, part), clean: 0n, state: asItCame, isUncertain: false, trace: { previous: undefined, step } }] };
  if (checked !== undefined) return throughRequest(machine, whole, checked, site);
  return part.reduceRight<Value>((inner, name) => withField({ taints: [] }, name, inner), whole);
}

/** What an answer is, for people; undefined for data that came in elsewhere. */
export function answerOf({ root }: Label): string | undefined {
  return isAnswer(root) ? answers[root.slice(ROOT.length) as AnswerKind].what : undefined;
}

/** Whether the root of a label names an answer: it is the same datum in every function. */
export function isAnswer(root: string): boolean {
  return root.startsWith(ROOT) && Object.hasOwn(answers, root.slice(ROOT.length));
}

function asks({ methods, request }: AnswerModel, method: string, site: CallSite): boolean {
  const first = site.arguments[0]?.fields;
  if (methods.some(({ name, with: needed = [] }) => name === method && needed.every((each) => first?.has(each) === true))) return true;
  return request !== undefined && SENDING.test(method) && first?.get("method")?.constant?.value === request;
}

/** The SDK refuses an answer that does not fit the schema that it was asked with. */
function throughRequest(machine: Machine, whole: Value, { member, schema }: NonNullable<AnswerModel["checked"]>, site: CallSite): Value {
  const { activation, argumentExpressions, expression } = site;
  const request = argumentExpressions.find((each) => each.kind === "object");
  const written = request?.kind === "object" ? request.properties.find(({ key }) => key === schema)?.value : undefined;
  if (written === undefined) return whole;
  const content = machine.member(whole, member, activation, expression);
  const read = readSchema(written, activation.module, machine.workspace);
  return withField(withField({ taints: [] }, member, throughSchema(machine, content, read, activation, expression)), "action", unknown);
}
