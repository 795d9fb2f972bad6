import { REDACTED } from "../../connect/redact";
import { variablesIn } from "../../configuration/variables";
import type { ClientEntry } from "../../audit";

/** A secret that stands in an entry. Holds the secret itself: never printed, only cut out. */
export interface FoundSecret {
  /** "env.API_KEY", "args[2]", "headers.Authorization", "url". */
  readonly field: string;
  /** The text of that part. */
  readonly whole: string;
  /** Where the secret lies in it. */
  readonly start: number;
  readonly end: number;
  /** What it is: "a GitHub token", "the value of `API_KEY`". */
  readonly what: string;
  /** A name for it, in capitals: "GITHUB_TOKEN". */
  readonly variable: string;
  /** Whether its form alone shows what it is. */
  readonly isKnown: boolean;
}

/** Finds the secrets that stand in an entry instead of a reference to them. */
export function secretsOf(entry: ClientEntry): readonly FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const [name, value] of Object.entries(entry.env ?? {})) found.push(...named(`env.${name}`, name, value, 0, value));
  for (const [name, value] of Object.entries(entry.headers ?? {})) {
    const scheme = /^(?:Bearer|Basic|Token|ApiKey)\s+/i.exec(value)?.[0].length ?? 0;
    found.push(...named(`headers.${name}`, /^authorization$/i.test(name) ? `${entry.name}_TOKEN` : name, value.slice(scheme), scheme, value));
  }
  for (const [index, arg] of (entry.args ?? []).entries()) found.push(...inArgument(`args[${index}]`, arg, entry.args?.[index - 1]));
  if (entry.url !== undefined) found.push(...inUrl("url", entry.url));
  return found;
}

/** A secret's surroundings, with the secret taken out. */
export function redactedAround({ whole, start, end }: FoundSecret): string {
  return `${whole.slice(0, start)}${REDACTED}${whole.slice(end)}`.slice(0, 200);
}

/** Tokens whose form says what they are; each has its own beginning, so that nothing else is taken for one. */
const FORMS: readonly { readonly pattern: RegExp; readonly what: string; readonly variable: string }[] = [
  { pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{60,})/, what: "a GitHub token", variable: "GITHUB_TOKEN" },
  { pattern: /\bglpat-[\w-]{20,}/, what: "a GitLab token", variable: "GITLAB_TOKEN" },
  { pattern: /\bsk-ant-[\w-]{32,}/, what: "an Anthropic key", variable: "ANTHROPIC_API_KEY" },
  { pattern: /\bsk-(?:proj-|svcacct-)?[A-Za-z0-9_-]{32,}/, what: "an OpenAI key", variable: "OPENAI_API_KEY" },
  { pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{20,}/, what: "a Slack token", variable: "SLACK_TOKEN" },
  { pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, what: "an AWS access key", variable: "AWS_ACCESS_KEY_ID" },
  { pattern: /\bAIza[\w-]{35}/, what: "a Google key", variable: "GOOGLE_API_KEY" },
  { pattern: /\b(?:sk|rk)_live_[A-Za-z0-9]{20,}/, what: "a Stripe key", variable: "STRIPE_SECRET_KEY" },
  { pattern: /\bnpm_[A-Za-z0-9]{36}\b/, what: "an npm token", variable: "NPM_TOKEN" },
  { pattern: /\bhf_[A-Za-z0-9]{30,}/, what: "a Hugging Face token", variable: "HF_TOKEN" },
  { pattern: /\bsecret_[A-Za-z0-9]{40,}|\bntn_[A-Za-z0-9]{40,}/, what: "a Notion token", variable: "NOTION_TOKEN" },
  { pattern: /\b(?:figd|lin_api|dckr_pat|pypi|shpat|sbp|tvly|fc|BSA|pplx|gsk|xai|r8)_?-?(?=[A-Za-z0-9_-]*\d)[A-Za-z0-9_-]{27,}/, what: "a key", variable: "API_KEY" },
  { pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/, what: "a signed token (JWT)", variable: "TOKEN" },
  { pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/, what: "a private key", variable: "PRIVATE_KEY" },
];

function known(field: string, whole: string): readonly FoundSecret[] {
  for (const { pattern, what, variable } of FORMS) {
    const match = pattern.exec(whole);
    if (match && !isPlaceholder(match[0])) return [{ field, whole, start: match.index, end: what === "a private key" ? whole.length : match.index + match[0].length, what, variable, isKnown: true }];
  }
  return [];
}

/** The value of something that is called a secret. */
function named(field: string, name: string, value: string, offset: number, whole: string): readonly FoundSecret[] {
  const byForm = known(field, whole);
  if (byForm.length > 0) return byForm.map((each) => (field.startsWith("env.") ? { ...each, variable: name } : each));
  const inside = inUrl(field, whole);
  if (inside.length > 0) return inside;
  return isSecret(name) && looksSecret(value, /pass|pwd/i.test(name)) ? [{ field, whole, start: offset, end: offset + value.length, what: `the value of \`${field.slice(field.indexOf(".") + 1)}\``, variable: variableName(name), isKnown: false }] : [];
}

function inArgument(field: string, arg: string, before: string | undefined): readonly FoundSecret[] {
  const byForm = known(field, arg);
  if (byForm.length > 0) return byForm;
  const parts = /^(-{0,2})([\w.-]+)(=|:\s*)(.+)$/s.exec(arg);
  if (parts && !arg.includes("://")) {
    const [, , name = "", , value = ""] = parts;
    const scheme = /^(?:Bearer|Basic|Token)\s+/i.exec(value)?.[0].length ?? 0;
    const start = arg.length - value.length + scheme;
    return named(field, name, arg.slice(start), start, arg).map((each) => (each.isKnown || each.what.startsWith("the password") ? each : { ...each, what: `the value of \`${name}\`` }));
  }
  const inside = inUrl(field, arg);
  if (inside.length > 0) return inside;
  const option = before !== undefined && /^--?[A-Za-z][\w-]*$/.test(before) && !arg.startsWith("-") ? before.replace(/^-+/, "") : undefined;
  return option === undefined ? [] : named(field, option, arg, 0, arg).map((each) => (each.isKnown ? each : { ...each, what: `the value of \`${before ?? ""}\`` }));
}

/** The password of an address, or a parameter that carries a token. */
function inUrl(field: string, text: string): readonly FoundSecret[] {
  const login = /([a-z][\w+.-]*:\/\/)([^\s/@:]*):([^\s/@]+)@([^\s/:?#]*)/i.exec(text);
  if (login) {
    const [, scheme = "", user = "", password = "", host = ""] = login;
    const start = login.index + scheme.length + user.length + 1;
    const isLocal = /^(?:localhost|127\.0\.0\.1|\[::1\]|host\.docker\.internal|[\w-]+)$/i.test(host);
    if (!isLocal && looksSecret(password, true)) return [{ field, whole: text, start, end: start + password.length, what: `the password of an address`, variable: field.startsWith("env.") ? `${field.slice(4)}_PASSWORD` : "PASSWORD", isKnown: false }];
  }
  if (!/^[a-z][\w+.-]*:\/\//i.test(text)) return [];
  for (const match of text.matchAll(/[?&]([\w-]+)=([^&#\s]+)/g)) {
    const [all, name = "", value = ""] = match;
    const start = match.index + all.length - value.length;
    if (isSecret(name) && looksSecret(value, false)) return [{ field, whole: text, start, end: start + value.length, what: `the parameter \`${name}\` of an address`, variable: variableName(name), isKnown: false }];
  }
  return [];
}

function isSecret(name: string): boolean {
  const words = variableName(name);
  return SECRET_NAME.test(words) && !NO_SECRET_NAME.test(words);
}

/** Names of secrets, by their last word. */
const SECRET_NAME = /(?:^|_)(?:\w*(?:API|ACCESS|SECRET|PRIVATE|AUTH|ENCRYPTION|SIGNING|SERVICE|ACCOUNT|LICENSE|MASTER|ADMIN|ANON|ROLE|CLIENT|APP)_?KEY|KEY|PAT|PWD|PASS|PASSWD|CREDENTIALS?|AUTH|AUTHORIZATION|BEARER|COOKIE)$|(?:TOKEN|SECRET|PASSWORD|PASSPHRASE)$/;

/** Names that end like those of secrets, and say how long one is, which one, or something else altogether. */
const NO_SECRET_NAME = /(?:^|_)(?:PUBLIC|MAX|MIN|NUM|COUNT|SORT|PRIMARY|FOREIGN|PARTITION|CACHE|USE|ENABLE|DISABLE|NO|SKIP|REQUIRE|SHOW|HOT|NEXT|PAGE|CONTINUATION|SYNC|IDEMPOTENCY)_(?:\w+_)?(?:KEY|TOKEN|AUTH|PASSWORD|PAT|SECRET)$/;

/** Whether a value can be a secret: no reference, no example, no path, no switch. */
function looksSecret(value: string, isPassword: boolean): boolean {
  const text = value.trim();
  if (variablesIn(text).length > 0 || /[<>{}]|^%\w+%$|\s/.test(text) || isPlaceholder(text)) return false;
  if (/^(?:true|false|yes|no|on|off|none|null|auto|\d{1,9})$/i.test(text) || /^(?:~|\.{0,2}\/|[A-Za-z]:\\)/.test(text) || /^https?:\/\//i.test(text)) return false;
  // The name of a file that holds it, or of a way to prove who one is.
  if (/\.(?:pem|key|crt|cer|p12|pfx|json|ya?ml|toml|txt|env|ini)$/i.test(text) || /^[a-z]+\d{0,2}(?:[-_.][a-z]+\d{0,2})+$/.test(text)) return false;
  if (isPassword) return text.length >= 6 && !/^(?:postgres|mysql|root|admin|guest|user|neo4j|redis|mongo|minio(?:admin)?)\w*$/i.test(text);
  return text.length >= 12 && (/\d/.test(text) || (/[a-z]/.test(text) && /[A-Z]/.test(text)) || text.length >= 24);
}

/** Texts that stand where a person is to put something. */
function isPlaceholder(text: string): boolean {
  return /your|xxxx|\*{3}|\.{3}|•|placeholder|example|changeme|change[-_]me|replace|insert|redacted|dummy|sample|todo|enter[-_]|_here\b|[-_]here$|^(?:test|password|passw0rd|secret|token|api[-_]?key|key|foo|bar|string|value)[-_]?(?:key|token|value|\d{0,4})$|^(.)\1+$|^(?:12345|abcdef|00000)/i.test(text);
}

/** A name in capitals, as variables of the environment have. */
export function variableName(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, "$1_$2").replace(/\W+/g, "_").replace(/^_+|_+$/g, "").replace(/^(?=\d)/, "_").toUpperCase() || "SECRET";
}
