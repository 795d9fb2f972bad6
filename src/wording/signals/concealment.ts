import { findPhrases, type Phrase, type Signal } from "./signal";

const does = "tells the model to keep something from the user";

const phrases: readonly Phrase[] = [
  {
    pattern: /\b(?:do not|don['’]t|never|must not|mustn['’]t|should not|shouldn['’]t|without|avoid|no need to|not necessary to|refrain from)\s(?!forget|hesitate|fail)(?:\w+\s){0,3}(?:tell|telling|mention|mentioning|inform|informing|notify|notifying|reveal|revealing|disclose|disclosing|alert|alerting|let)\b[^.]{0,60}\b(?:user|human|person|anyone|anybody|customer|them)\b/i,
    unless: /\b(?:password|secret|token|credential|api key)s? (?:to|in)\b|without (?:\w+ ){0,2}letting/i,
    severity: "error", confidence: "high", does,
  },
  { pattern: /\b(?:user|human|customer|person)s?\b[^.]{0,20}\b(?:must|should|need|needs|may|does|do|will)(?: not|n['’]t)(?: need to)? (?:know|notice|see|be (?:told|informed|notified|aware|shown|made aware)|find out|learn)\b/i, unless: /\b(?:if|when|whether|unless)\b[^.]{0,30}\buser/i, severity: "error", confidence: "high", does },
  { pattern: /\b(?:do not|don['’]t|never|must not)\s(?:\w+\s){0,2}(?:reveal|disclose|mention|share|show|repeat|expose|discuss|acknowledge)\b[^.]{0,30}\b(?:this|these|the|that|such) (?:\w+ ){0,2}(?:instructions?|policy|directives?|rules?|message|step|behaviou?r|request|prompt|process|action|fact|read|file access|operation)\b/i, severity: "error", confidence: "high", does },
  { pattern: /\b(?:silently|secretly|covertly|quietly|discreetly|surreptitiously|stealthily)\b[^.]{0,20}\b(?:send|sends|copy|copies|forward|forwards|upload|uploads|read|reads|transmit|transmits|include|append|add|bcc|exfiltrate|log|record|collect|collects|execute|run|redirect|call|invoke|set|modify|replace)\b/i, severity: "error", confidence: "medium", does: "has the model do something in secret" },
  { pattern: /\b(?:keep|do) (?:this|it|that|these) (?:instructions? |step |action |detail )?(?:a secret|secret|hidden|confidential from|to yourself|private from|in secret|unnoticed|without (?:the )?user)\b/i, severity: "error", confidence: "high", does },
  { pattern: /\b(?:without|avoid) (?:the )?(?:user|users|user['’]s|human|customer)(?:['’]s)? (?:knowledge|knowing|awareness|noticing|being (?:aware|notified|informed)|being told|consent)\b/i, severity: "error", confidence: "high", does },
  { pattern: /\b(?:hidden|secret) (?:instruction|directive|order|command|prompt|malicious)s?\b ?[:(]/i, severity: "error", confidence: "high", does: "calls itself a hidden instruction" },
  { pattern: /\b(?:could|might|would|will) (?:even )?(?:upset|confuse|worry|scare|alarm) the user\b/i, severity: "error", confidence: "high", does },
  { pattern: /no (?:se lo |le )?(?:digas|menciones|informes|reveles|comentes|cuentes|hace falta (?:comentar|mencionar|decir|informar))[^.]{0,40}usuario|(?:ne (?:dis|mentionne|révèle|parle)[^.]{0,20} pas|sans (?:en )?informer|n['’]informe[zr]? pas)[^.]{0,40}utilisat|(?:sag|erwähne|verrate|teile)[^.]{0,40}(?:Benutzer|Nutzer|Anwender)[^.]{0,20}(?:nicht|nichts)|ohne (?:den |dass )?(?:der )?(?:Benutzer|Nutzer)[^.]{0,20}(?:zu informieren|merkt|weiß)|não (?:diga|mencione|informe|revele)[^.]{0,40}usuário|(?:不要|不能|别|切勿|无需|請勿|请勿)[^。]{0,8}(?:告诉|告知|提及|透露|提到|通知|告訴)[^。]{0,10}(?:用户|用戶|使用者)|(?:ユーザー|利用者)に[^。]{0,12}(?:言わない|伝えない|知らせない|明かさない)|не (?:говори|сообщай|упоминай|рассказывай)[^.]{0,40}пользовател/iu, severity: "error", confidence: "high", does },
];

/** The user is to be kept in the dark. */
export const concealment: Signal = {
  id: "concealment",
  summary: "The model is told to keep something from the user",
  severity: "error",
  find: (reading) => findPhrases(reading, phrases),
};
