import { findPhrases, type Phrase, type Signal } from "./signal";

const phrases: readonly Phrase[] = [
  { pattern: /\b(?:must|always|should|has to|have to|needs to|required to|mandatory)\b[^.]{0,50}\b(?:call|called|use|used|run|invoke|invoked|execute|executed|trigger|triggered)\b[^.]{0,30}\b(?:before|prior to) (?:\w+ ){0,3}(?:any|every|each|all)(?: (?:of the|single))? ?(?:\w+ ){0,2}(?:tools?|requests?|actions?|operations?|commands?|tasks?|responses?|functions?|other|messages?|interactions?)\b/i, unless: /\b(?:aws|cloud|database|git|resource|api|project|file|browser|page|issue)\b[^.]{0,20}(?:operations?|commands?|actions?|requests?)|\b(?:modif|write|edit|query|sql|deploy)/i, severity: "error", confidence: "high", does: "wants to be called before everything else" },
  { pattern: /\b(?:before|prior to) (?:executing|using|calling|running|invoking) any (?:other )?(?:tools?|commands?|functions?|operations?)\b[^.]{0,80}\b(?:must|always|first|required|mandatory)\b/i, unless: /\b(?:aws|cloud|database|git|this server|these)\b/i, severity: "warning", confidence: "medium", does: "wants to be called before everything else" },
  { pattern: /\b(?:do not|don['’]t|never|must not|avoid) (?:\w+ )?(?:use|using|call|calling|invoke|rely on|trust)\b (?:any |the |all )?other (?:\w+ ){0,2}(?:tools?|servers?|functions?|plugins?)\b(?! (?:from|of|in) this)/i, unless: /\b(?:if|unless|when|while|until|this server|for (?:this|that|these|such))\b/i, severity: "warning", confidence: "medium", does: "keeps the model from other tools" },
  { pattern: /\b(?:tool|function|server|method|version|plugin|remove_server|original)\b[^.]{0,30}\b(?:is|has been|was|are) (?:temporarily |permanently |now )?(?:no longer (?:effective|available|safe|secure|maintained|working|supported)|disabled|deprecated|compromised|unsafe|broken|out of service|unavailable)\b[^.]{0,120}\b(?:use|call|calling|instead|invoke|prioritize|switch to|rely on)\b/i, unless: /\bthis (?:tool|function|method|version) (?:is|has been|was)\b|^deprecated/i, severity: "warning", confidence: "medium", does: "says that another tool must not be used any more" },
  { pattern: /\b(?:highest|top|absolute|maximum) priority\b[^.]{0,40}\b(?:tool|function|server|instruction|call)\b|\b(?:tool|function|server|instruction|call)s?\b[^.]{0,30}\b(?:is the|has|have|with|takes?) (?:the )?(?:highest|top|absolute|maximum) priority\b/i, severity: "warning", confidence: "medium", does: "gives itself priority" },
  { pattern: /\b(?:always|must) (?:be )?(?:prefer|preferred|choose|chosen|select|selected|use|used|prioriti[sz]ed?)\b[^.]{0,40}\b(?:over|instead of|rather than|in place of|before) (?:any |all |every |the )?(?:other|similar|alternative|competing|native|built-in|remaining) (?:\w+ )?(?:tools?|servers?|functions?|options?|plugins?|alternatives?)\b/i, severity: "warning", confidence: "medium", does: "wants to be used instead of other tools" },
  { pattern: /\b(?:must|will|should) (?:always )?be (?:called|used|invoked|run|executed)\b[^.]{0,20}\b(?:for|on|at|in|with|after|before) (?:every|each|any|all)(?: single)? (?:user )?(?:requests?|messages?|quer(?:y|ies)|conversations?|turns?|interactions?|sessions?|responses?|prompts?)\b/i, severity: "warning", confidence: "medium", does: "wants to be called at every message" },
];

/** The tool puts itself before others. */
export const toolPriority: Signal = {
  id: "tool-priority",
  summary: "The tool claims priority over other tools, or wants to be called before or instead of them",
  severity: "error",
  find: (reading) => findPhrases(reading, phrases),
};
