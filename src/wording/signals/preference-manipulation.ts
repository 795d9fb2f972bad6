import { findPhrases, type Phrase, type Signal } from "./signal";

const does = "praises itself, so that models choose it";

const phrases: readonly Phrase[] = [
  { pattern: /(?:\bthis(?: (?:tool|server|function|plugin|one))? (?:is|has been rated|was voted) (?:by far )?|^)(?:the |our )?(?:world['’]s |absolute |very )?(?:best|greatest|finest|most (?:reliable|accurate|trusted|powerful|advanced|popular|efficient|comprehensive)|only reliable|number one|#1|no\. ?1)(?: and (?:most )?\w+)? (?:tool|server|function|plugin|solution|choice|option|service)\b/i, severity: "warning", confidence: "medium", does },
  { pattern: /\b(?:best|greatest|finest|leading|number one|#1) (?:\w+ ){0,3}(?:tool|server|function|plugin|solution|service) (?:in the world|of all|ever|on the market|on earth|worldwide)\b/i, severity: "warning", confidence: "medium", does },
  { pattern: /\b(?:trusted|used|recommended|endorsed|verified|certified|preferred) by (?:\d[\d.,]*\s?(?:%|percent|million|k|\+)?|millions|thousands|experts|professionals|leading|all major|fortune|emergency|industry)\b/i, severity: "warning", confidence: "medium", does: "claims a fame that models can't check" },
  { pattern: /\b(?:always|please) (?:prefer|choose|select|pick|favou?r) this (?:tool|server|function|one)\b(?! (?:over|to) (?:multiple|several|individual|repeated|separate|many))/i, severity: "warning", confidence: "medium", does: "asks to be preferred" },
];

/** The text advertises. */
export const preferenceManipulation: Signal = {
  id: "preference-manipulation",
  summary: "The tool praises itself so that models choose it over others",
  severity: "warning",
  find: (reading) => findPhrases(reading, phrases),
};
