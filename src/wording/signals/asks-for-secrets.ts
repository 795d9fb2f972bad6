import { findPhrases, type Phrase, type Signal } from "./signal";

const place = String.raw`(?:~?[\\/.\w$-]{0,60}(?:\.ssh\b|id_rsa|id_ed25519|\.aws\/|\.env\b(?!\w)|\.npmrc|\.netrc|\.git-credentials|\.kube\/|\.gnupg|\.bash_history|\.cursor\/|mcp\.json|claude_desktop_config|\/etc\/(?:passwd|shadow|sudoers))|(?:private|ssh) keys?|environment variables|internal:\/\/\w+)`;

const phrases: readonly Phrase[] = [
  { pattern: new RegExp(String.raw`\b(?:read|open|cat|retrieve|load|fetch|access|get|include|append|attach|copy|extract|pass|send|list|look for)\b[^.]{0,30}${place}[^]{0,100}\b(?:pass|include|append|send|provide|attach|put|as (?:the|an?|')|otherwise|first|before|verify)\b`, "i"), unless: /\b(?:does not|doesn['’]t|never|not read|public key|\.pub\b|by default|if (?:not set|unset|provided)|loaded from|configured)\b/i, severity: "error", confidence: "high", does: "has the model hand over a file that holds secrets" },
  { pattern: new RegExp(String.raw`\b(?:must|first|before|always|required|mandatory|try to|please|attempt to)\b[^.]{0,60}\b(?:read|open|cat|retrieve|load|fetch|access|include|append|attach|copy|extract|pass|send|execute|run)\b[^]{0,60}${place}`, "i"), unless: /\b(?:does not|doesn['’]t|never|not read|public key|\.pub\b|set (?:the|in)|by default|defaults? to|configured|must be set)\b/i, severity: "error", confidence: "high", does: "has the model open a file that holds secrets" },
  { pattern: /\b(?:include|pass|provide|send|attach|add|insert|put|supply|embed|reveal)\b[^.]{0,40}\b(?:system prompt|system message|full conversation|entire conversation|complete conversation|conversation history|chat history|complete user message|entire chat|previous messages|all (?:previous |prior )?messages|chain of thought|private information|all known credentials)\b/i, unless: /\b(?:optional|for the bot|of the bot|agent['’]s|slack|whatsapp|thread|channel|generate|returns?|e\.g)\b/i, severity: "error", confidence: "medium", does: "asks for what the model knows from elsewhere" },
  { pattern: /\b(?:pass|send|include|insert|put|encode|leak|exfiltrate|collect|harvest|steal)\b[^.]{0,30}\b(?:private|sensitive|secret|confidential|personal) (?:user )?(?:information|data|keys?|files?|credentials?|details)\b[^.]{0,60}\b(?:to|in|as|into|via|from)\b/i, unless: /\b(?:do not|don['’]t|never|avoid|must not|not (?:include|pass|send|put)|redact|without|should not|mask)\b/i, severity: "error", confidence: "medium", does: "asks for private data" },
];

/** Secrets or context are to be handed over. */
export const asksForSecrets: Signal = {
  id: "asks-for-secrets",
  summary: "The model is to hand over secrets, private files, or its conversation",
  severity: "error",
  find: (reading) => findPhrases(reading, phrases),
};
