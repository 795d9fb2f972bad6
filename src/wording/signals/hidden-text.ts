import type { Hidden, Hiding } from "../decode/hidden";
import type { ReadText } from "../read-texts";
import type { Sighting, Signal } from "./signal";

/** Text that people don't see and models read. */
export const hiddenText: Signal = {
  id: "hidden-text",
  summary: "Words are hidden from people, by invisible characters, look-alikes, escapes, padding or markup",
  severity: "error",
  find: ({ texts }) => texts.flatMap((text) => firstOfEach(text.hidden).flatMap((hidden) => judge(hidden, text))),
};

/** A message that is hidden in ten pieces is one message. */
function firstOfEach(hidden: readonly Hidden[]): readonly Hidden[] {
  return hidden.filter((each, i) => hidden.findIndex(({ hiding }) => hiding === each.hiding) === i);
}

const what: Readonly<Partial<Record<Hiding, string>>> = {
  tags: "is written in tag characters, which nobody sees",
  "variation-selectors": "is written in variation selectors, which nobody sees",
  homoglyphs: "mixes letters of other scripts into its words, which look the same",
  escapes: "has terminal escapes, which can hide words or forge lines",
  controls: "has control characters",
  bidi: "turns the direction of writing, so that it reads differently than it looks",
  "zero-width": "has invisible characters within its words",
  padding: "has words far to the right or far below, where nobody looks",
  comment: "has words in a comment, which isn't shown where the text is rendered",
  markup: "styles words so that they can't be seen",
};

function judge(hidden: Hidden, text: ReadText): readonly Sighting[] {
  const message = what[hidden.hiding];
  if (message === undefined) return [];
  const words = hidden.words === undefined ? "" : ` → ${hidden.words.slice(0, 240)}`;
  return [{ ...levelOf(hidden, text), field: text.path, message, evidence: `${hidden.verbatim}${words}` }];
}

function levelOf(hidden: Hidden, text: ReadText): Pick<Sighting, "severity" | "confidence"> {
  switch (hidden.hiding) {
    case "zero-width":
      return isAccident(text.text) ? { severity: "note", confidence: "low" } : { severity: "error", confidence: "high" };
    case "padding":
      return { severity: (hidden.words?.length ?? 0) > 40 ? "error" : "warning", confidence: "medium" };
    case "comment":
    case "markup":
    case "controls":
      return { severity: "warning", confidence: "medium" };
    default:
      return { severity: "error", confidence: "high" };
  }
}

/** A few zero-width characters at the edges of words come along when text is pasted from a web page. */
function isAccident(text: string): boolean {
  const inWords = text.match(/(?<=[A-Za-z])[\u200B-\u200F\u2060-\u2064\uFEFF]+(?=[A-Za-z])/g)?.length ?? 0;
  const all = text.match(/[\u200B-\u200F\u2060-\u2064\uFEFF]/g)?.length ?? 0;
  return inWords <= 1 && all <= 8;
}
