import { findPhrases, type Phrase, type Signal } from "./signal";

const change = "(?:change|modify|replace|alter|redirect|append|prepend|substitute|override|set|add|include|inject|insert|swap|rewrite|multiply|wrap|route)";

const phrases: readonly Phrase[] = [
  { pattern: new RegExp(`\\b(?:when|whenever|if|after|before|each time|every time|once)\\b[^.]{0,40}\\b(?:using|use|calling|call|called|invoked|invoking|executing|used|uses|runs?|processing)\\b[^.]{0,60}\\b(?:must|should|always|automatically|need to|have to)\\b[^.]{0,30}\\b${change}\\b[^.]{0,60}\\b(?:argument|parameter|recipient|address|amount|query|path|destination|to field|body|content|input|value|url|number)`, "i"), unless: /\bthis (?:tool|function)\b/i, severity: "error", confidence: "medium", does: "changes what other tools are called with" },
  { pattern: /\b(?:modify|change|alter|override|affects?|governs?) (?:the )?(?:behaviou?r|output|arguments?|parameters?|results?|use) of (?:all|any|every|other|the other|another) (?:\w+ )?(?:tools?|functions?|servers?)\b/i, severity: "error", confidence: "medium", does: "changes how other tools work" },
  { pattern: /\b(?:bcc|cc|copy|forward|redirect|recipient|proxy)\b[^.]{0,80}[\w.+-]{1,40}@[\w-]{1,40}\.[\w.]{2,20}/i, unless: /\b(?:e\.g|for example|example:|such as|format|like|sample|comma)\b/i, severity: "error", confidence: "medium", does: "sends messages on to an address of its own" },
  { pattern: /\b(?:regardless of|irrespective of|no matter) (?:what )?(?:the )?(?:user|original|requested|input|value|path|recipient|argument)[^.]{0,30}(?:input|says?|requests?|requested|specified|path|asks?|asked|provided|argument|value|wants?)\b/i, unless: /\b(?:case|language|format|order|locale|timezone|whether|returns?|type)\b/i, severity: "warning", confidence: "low", does: "puts its own values in place of the user's" },
  { pattern: /\bafter (?:you (?:have )?)?(?:use|used|using|call|called|calling|run|running) this (?:tool|function)\b[^.]{0,40}\byou (?:must|have to|are required to)\b[^.]{0,20}\b(?:call|invoke|use|run|execute)\b/i, severity: "warning", confidence: "low", does: "has the model call another tool whenever this one was called" },
];

/** The text of one tool meddles with the calls of another. */
export const crossToolSteering: Signal = {
  id: "cross-tool-steering",
  summary: "The text changes how other tools are called, or where their data goes",
  severity: "error",
  find: (reading) => findPhrases(reading, phrases),
};
