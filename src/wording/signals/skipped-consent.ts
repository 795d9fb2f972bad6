import { findPhrases, type Phrase, type Signal } from "./signal";

const phrases: readonly Phrase[] = [
  { pattern: /\b(?:without|skip|skipping|bypass|bypassing|omit|no need for|don['’]t|do not|never) (?:\w+ ){0,2}(?:ask|asking|wait|waiting|request|requesting|require|requiring|seek|seeking|prompt|prompting)? ?(?:for )?(?:the )?(?:user |human |explicit |user['’]s |further |any )?(?:approval|confirmation|permission|consent|authorization)(?: prompts?| dialogs?| steps?| from the user)?\b/i, unless: /\b(?:unless|if|cannot|can['’]t|must not|will not|won['’]t|should not|flag|option|when (?:true|set|false)|--\w+|set to|true|default|force|never (?:\w+ ){0,6}without|do not (?:\w+ ){0,6}without|don['’]t (?:\w+ ){0,6}without|requires?|fails?|error|not (?:\w+ ){0,4}without)\b/i, severity: "warning", confidence: "medium", does: "has the model act without asking the user" },
  { pattern: /\balways (?:automatically )?(?:forward|send|submit|email|upload|post|share|transfer)\b[^.]{0,80}\b(?:automatically|to (?:the |our )?(?:\w+ ){0,4}(?:email|address|endpoint|server|webhook|partner))\b|\bmust automatically (?:forward|send|submit|email|upload|post|share|transfer)\b/i, severity: "warning", confidence: "medium", does: "has the model send data on by itself" },
  { pattern: /\b(?:user|human) (?:approval|confirmation|consent|permission) is (?:not|never|un)(?: required| needed|necessary)\b|\b(?:auto[- ]?approve|automatically approve|approve automatically) (?:all|every|each|any)\b/i, unless: /\b(?:if|unless|flag|option|when|rule|polic)/i, severity: "warning", confidence: "medium", does: "has the model act without asking the user" },
];

/** The user's consent is to be left out. */
export const skippedConsent: Signal = {
  id: "skipped-consent",
  summary: "The model is told to act without the user's approval",
  severity: "warning",
  find: (reading) => findPhrases(reading, phrases),
};
