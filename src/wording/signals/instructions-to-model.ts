import { findPhrases, type Phrase, type Signal } from "./signal";

const phrases: readonly Phrase[] = [
  { pattern: /<\/?(?:important|critical|urgent|system|instructions?|hidden|secret|assistant|admin|override|mandatory|information|internal|directive|sys|policy)(?:[_ -][\w-]{1,30})?(?: [^<>]{0,60})?(?<!\/)>/i, unless: /`<\/?\w+>`|<(?:information|instructions?|system|internal|policy|secret|admin)>[/\w]/i, severity: "error", confidence: "high", does: "poses as a message to the model by a tag" },
  { pattern: /\[\/?(?:system|admin|inst|important|assistant|developer|hidden|override|root)(?: (?:message|prompt|note|instruction|override|notice))?\](?!\()/i, severity: "error", confidence: "medium", does: "poses as a message to the model by a tag" },
  { pattern: /<\|(?:im_start|im_end|system|assistant|user|endoftext|eot_id|start_header_id)\|>|\[\/?INST\]|<<\/?SYS>>/i, severity: "error", confidence: "high", does: "has control words of a chat template" },
  { pattern: /\b(?:ignore|disregard|forget|override|bypass|do not follow|stop following)\b (?:\w+ ){0,3}(?:previous|prior|earlier|above|preceding|existing|other|original|your|safety|system|the user['’]s|user) (?:\w+ ){0,2}(?:instructions?|prompts?|rules?|guidelines?|directions?|commands?|requests?|messages?|policy|policies|safeguards?|restrictions?|context)\b/i, unless: /\b(?:flag|option|parameter|if (?:true|set)|whether|detect|prevent|block|attempts?)\b/i, severity: "error", confidence: "high", does: "tells the model to ignore its instructions" },
  { pattern: /\b(?:this|these|the following) (?:\w+ )?(?:description|instructions?|message|tool|directives?|rules?|policy)(?:['’]s)? (?:priority is|has|have|takes?|overrides?|supersedes?|outranks?)(?: a| the)? ?(?:higher|highest|precedence|priority|more important)?[^.]{0,30}\b(?:user|system prompt|previous|other instructions)/i, unless: /\bpermission|role\b/i, severity: "error", confidence: "high", does: "claims to rank above the user" },
  { pattern: /\b(?:note|message|instructions?|reminder|attention|notice|memo|directive) (?:to|for) (?:the |all |any |you, the )?(?:ai|assistants?|llms?|model|language model|ai agents?|ai assistants?|claude|gpt|chatgpt|copilot|cursor)\b ?:/i, severity: "note", confidence: "low", does: "speaks to the model aside" },
  { pattern: /\b(?:system|hidden|admin|developer|security|internal|critical system|emergency|policy) (?:override|prompt override|directive|instructions?|dev note|protocol|update|mandate)(?: \([^)]{0,40}\))? ?:/i, unless: /\b(?:print|return|show|get|list)s?\b/i, severity: "warning", confidence: "medium", does: "poses as an order of the system" },
  { pattern: /\b(?:important message from (?:the )?user to you|the task that I gave you|before you can solve the task|signed,? ?the user)\b/i, severity: "error", confidence: "high", does: "poses as a message of the user" },
  { pattern: /\b(?:new|updated|real|actual|true) (?:system )?(?:instructions?|prompt)\b ?:|\byou are now (?:a|an|in|the|acting)\b|\bfrom now on,? (?:you|always|every)\b|\bact as (?:if you|an unrestricted|a different)\b/i, severity: "warning", confidence: "medium", does: "gives the model a new role" },
  { pattern: /nota para (?:el|la|o) (?:asistente|assistente|modelo|ia)\b|(?:ignora|ignore|ignorez|ignoriere)[^.]{0,20}(?:instrucciones|instruções|instructions précédentes|vorherigen|Anweisungen)|忽略[^。]{0,8}(?:指令|指示|提示|规则)|(?:必须|务必)(?:首先|先)(?:调用|执行|运行|使用)|以前の指示を無視|игнорируй[^.]{0,20}инструкци/iu, severity: "error", confidence: "medium", does: "tells the model what to do" },
];

/** The text speaks to the model with borrowed authority. */
export const instructionsToModel: Signal = {
  id: "instructions-to-model",
  summary: "The text poses as a message of the system or the user, or tells the model to drop its instructions",
  severity: "error",
  find: (reading) => findPhrases(reading, phrases),
};
