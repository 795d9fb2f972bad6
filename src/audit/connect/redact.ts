/** Replaces the values of environment variables, headers and tokens in a text that is about to be shown or stored. */
export type Redact = (text: string) => string;

/** Stands for a secret. */
export const REDACTED = "•••";

/**
 * Builds a function that takes secrets out of texts: the given values wherever they stand (also percent-encoded), what follows `Bearer`,
 * the password of an address, and the parameters of an address that carry tokens.
 * @param secrets values of environment variables and headers; what is too short to be a secret is kept, or every "1" would be starred
 */
export function createRedact(secrets: Iterable<string>): Redact {
  const values = [...new Set([...secrets].flatMap((each) => spellingsOf(each.trim())))].filter((each) => each.length >= SHORTEST_SECRET).sort((a, b) => b.length - a.length);
  return (text) => {
    let result = text;
    for (const value of values) result = result.replaceAll(value, REDACTED);
    return result
      .replace(/\b(bearer|basic)\s+(?!resource_metadata)[\w.~+/=-]{16,}/giu, `$1 ${REDACTED}`)
      .replace(/(:\/\/)[^\s/@:]*:[^\s/@]*@/gu, `$1${REDACTED}@`)
      .replace(SECRET_PARAMETERS, `$1=${REDACTED}`)
      .replace(CODES_OF_ADDRESSES, `$1=${REDACTED}`);
  };
}

/** An address without its password and without the values of its parameters: they are where tokens hide. */
export function redactUrl(url: string): string {
  if (!URL.canParse(url)) return createRedact([])(url);
  const parsed = new URL(url);
  if (parsed.username !== "" || parsed.password !== "") {
    parsed.username = "";
    parsed.password = "";
  }
  const parameters = [...parsed.searchParams.keys()];
  parsed.search = "";
  parsed.hash = "";
  return parameters.length === 0 ? parsed.href : `${parsed.href}?${parameters.map((name) => `${name}=${REDACTED}`).join("&")}`;
}

/**
 * Arguments of a command, with the values of options that name a secret taken out: `--api-key X`, `--token=X`, `KEY=value`.
 * @param env values that are secrets wherever they stand
 */
export function redactArgs(args: readonly string[], env: Readonly<Record<string, string>> = {}): readonly string[] {
  const redact = createRedact(Object.values(env));
  return args.map((arg, index) => {
    const before = args[index - 1];
    if (before !== undefined && /^--?\w[\w-]*$/u.test(before) && SECRET_NAME.test(before) && !arg.startsWith("-")) return REDACTED;
    const assignment = /^(-{0,2}[\w.-]+)=(.+)$/su.exec(arg);
    if (assignment?.[1] !== undefined && SECRET_NAME.test(assignment[1])) return `${assignment[1]}=${REDACTED}`;
    // A header that is handed to a bridge such as mcp-remote: "Authorization: Bearer …".
    const header = /^([\w-]+):\s*(.+)$/su.exec(arg);
    if (header?.[1] !== undefined && SECRET_NAME.test(header[1])) return `${header[1]}: ${REDACTED}`;
    return URL.canParse(arg) && arg.includes("://") && createRedact([])(arg) !== arg ? redactUrl(arg) : redact(arg);
  });
}

/** Shorter values are flags and numbers, and replacing them would garble the text. */
const SHORTEST_SECRET = 6;

const SECRET_NAME = /(?:^|[-_.]|(?<=[a-z])(?=[A-Z]))(?:api[-_]?key|access[-_]?key|token|secret|password|passwd|pwd|pat|credentials?|authorization|auth|bearer|cookie)(?:$|[-_.\d])|(?:key|token|secret|password)$/iu;

const SECRET_PARAMETERS = /\b([\w-]*(?:token|secret|password|api[-_]?key|apikey|assertion))=(?!•)[^&\s"'#]+/giu;

/** Words that mean something else outside an address: "exit code=1". */
const CODES_OF_ADDRESSES = /([?&#](?:code|code_verifier|state|signature|sig|key|auth))=(?!•)[^&\s"'#]+/giu;

function spellingsOf(secret: string): readonly string[] {
  // "Bearer abc" as a header's value: the token by itself is the secret.
  const parts = [secret, ...(/^\w+ (\S+)$/u.exec(secret)?.slice(1) ?? [])];
  return parts.flatMap((each) => [each, encodeURIComponent(each), JSON.stringify(each).slice(1, -1)]);
}
