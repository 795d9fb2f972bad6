import { Clean, type CleanBits, type Label, Step, knownOf, pathBits } from "./label";

/** What every sanitiser that leaves no text of the caller's choice gives: following links or not makes no difference then. */
const everything = Clean.command | Clean.sql | Clean.path;

/** Names without folders lead nowhere that the server has not chosen; nobody meant to check their links. */
const oneName = /(?:basename|stem|extension|encoded|part|match);/;

/** What a call made of data before a step undoes: decoding undoes every check, following links those of the path. The rest stays known as a check that came too early. */
export function cleanAfter(derived: string, clean: CleanBits, steps: string): CleanBits {
  let left = clean;
  let before = derived;
  for (const step of steps.split(";")) {
    if (step === Step.decoded) left = !(left & Clean.segment) && left & (Clean.path | Clean.noDotDot | Clean.prefixed) ? Clean.beforeDecoding : 0n;
    else if (step === "parsed" || step === "call") left = 0n;
    else if (step === Step.followed) left = afterLinks(before, left);
    before += `${step};`;
  }
  return left;
}

function afterLinks(derived: string, clean: CleanBits): CleanBits {
  // A weak check is told where it stands, and not again behind it.
  const isSettled = (clean & everything) === everything || (clean & (Clean.linksChecked | Clean.weak)) !== 0n || oneName.test(derived) || derived.endsWith(`${Step.followed};`);
  if (isSettled || !(clean & Clean.path)) return clean;
  return (clean & ~pathBits) | Clean.beforeLinks;
}

/** What is known of a datum: what was learned of itself, of the text that it is a word of, and what is left of what was learned before it was decoded or its links were followed. */
export function knownAbout(label: Label, clean: ReadonlyMap<Label, CleanBits>): CleanBits {
  const own = knownOf(clean, label);
  if (label.wordOf) return own | (knownAbout(label.wordOf, clean) & ofWords);
  const before = label.openedFrom && clean.get(label.openedFrom);
  if (!before || !label.openedFrom) return own;
  return own | cleanAfter(label.openedFrom.derived, before, label.derived.slice(label.openedFrom.derived.length));
}

/** What holds for a text, and for each of its words. That a text is no option says nothing of its second word; the words ask for `oneWord` besides. */
const ofWords = Clean.command | Clean.oneWord | Clean.option;
