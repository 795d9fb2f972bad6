import type { TextEdit } from "../../base/text";
import type { Sink } from "../../taint/taint";
import type { RuleContext } from "../rule";
import { codeOf, hasComment, isRefused, refuse, replace, templateText, type Refused } from "./code";
import { slotValue } from "./slot-values";
import type { SqlSlot, SqlText, TextPlace } from "./sql-slots";
import type { TextPart } from "./text-parts";

/** `prisma.$queryRawUnsafe(`… ${x}`)` → `prisma.$queryRaw`… ${x}``: the tag binds every value that the template holds. */
export function useTag(parts: readonly TextPart[], text: SqlText, binder: { readonly from: string; readonly to: string }, sink: Sink, context: RuleContext): readonly TextEdit[] | Refused {
  const { call, module } = sink;
  if (call.kind !== "call" || call.callee.kind !== "member" || call.isOptional) return refuse("The query is not run by a method whose name can be changed");
  if (call.arguments.length !== 1 || text.placeholders.length > 0) return refuse("The query has parameters already, in a form that can't be extended");
  const stays = parts.find((part) => part.kind === "value" && !isInSlot(part, text.slots));
  if (stays?.kind === "value") return refuse(`\`${codeOf(module, stays.expression)}\` has to stay in the text, and a tagged template would bind it`);
  const values = text.slots.flatMap(({ pieces }) => pieces.flatMap((piece) => (piece.kind === "value" ? [piece.expression.range] : [])));
  if (hasComment(module, call.argumentsRange, values)) return refuse("A comment stands inside of the query, and would be lost");
  const question = { module, mcp: context.mcp, workspace: context.workspace };
  const template = render(parts, text.slots, (slot) => slotValue(slot, question, { keepsQuotedAsText: false, limit: "any" }), module);
  if (isRefused(template)) return template;
  const { object, property = "", propertyRange } = call.callee;
  const name = property.endsWith(binder.from) ? property.slice(0, -binder.from.length) + binder.to : property;
  const isOwnTag = binder.from.startsWith(".");
  const tag = isOwnTag ? replace(module, { start: object.range.end, end: propertyRange.end }, "") : replace(module, propertyRange, name);
  return [tag, replace(module, call.argumentsRange, template.code)];
}

function isInSlot(part: TextPart, slots: readonly SqlSlot[]): boolean {
  return part.kind === "value" && slots.some(({ pieces }) => pieces.some((piece) => piece.kind === "value" && piece.expression === part.expression));
}

/** Writes the whole text as one template; line breaks stay line breaks. */
function render(parts: readonly TextPart[], slots: readonly SqlSlot[], value: (slot: SqlSlot) => string, module: { readonly text: string }): { readonly code: string } | Refused {
  let code = "";
  let from: TextPlace | undefined = { part: 0, offset: 0 };
  for (const slot of slots) {
    if (!from) return refuse("The text of the query could not be read");
    code += `${written(parts, from, slot.start, module)}\${${value(slot)}}`;
    from = slot.end;
  }
  if (from) code += written(parts, from, undefined, module);
  return { code: `\`${code}\`` };
}

function written(parts: readonly TextPart[], from: TextPlace, to: TextPlace | undefined, { text }: { readonly text: string }): string {
  return parts
    .map((part, index) => {
      if (part.kind !== "text" || index < from.part || (to && index > to.part)) return "";
      const start = index === from.part ? from.offset : 0;
      const end = to && index === to.part ? to.offset : part.value.length;
      const isWhole = start === 0 && end === part.value.length;
      const isTemplate = part.delimiter === "`";
      if (isWhole && isTemplate) return text.slice(part.range.start, part.range.end);
      const code = templateText(part.value.slice(start, end));
      return isTemplate ? code.replaceAll("\\n", "\n").replaceAll("\\t", "\t").replaceAll("\\r", "\r") : code;
    })
    .join("");
}
