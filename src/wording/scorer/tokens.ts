/** A word of a text as the scorer sees it. */
export interface Token {
  /** Lower case; what differs between tools (names, paths, addresses, numbers) by its kind, such as "<path>". */
  readonly word: string;
  readonly start: number;
  readonly end: number;
  /** The number of the sentence that it stands in. */
  readonly sentence: number;
  /** Written in capitals, as in "MUST". */
  readonly isLoud: boolean;
}

/** What a text may call its own, which is no reference to something else. */
export interface Own {
  readonly names: ReadonlySet<string>;
}

/** Words that are read of one text. */
const MAX_TOKENS = 6_000;

/**
 * Splits a text into words. Names, paths and numbers become their kind: what they are called says nothing about intent,
 * and in collections of attacks they are an artefact of how those were made.
 */
export function tokenize(text: string, own: Own): readonly Token[] {
  const tokens: Token[] = [];
  let sentence = 0;
  for (const match of text.matchAll(PIECES)) {
    const [piece] = match;
    if (tokens.length >= MAX_TOKENS) break;
    if (piece.length <= 3 && /^(?:[.!?;]+|\n\s*)$/.test(piece)) {
      sentence++;
      continue;
    }
    const word = kindOf(piece, own);
    if (word === undefined) continue;
    tokens.push({ word, start: match.index, end: match.index + piece.length, sentence, isLoud: piece.length > 2 && /^[A-Z]+$/.test(piece) });
  }
  return tokens;
}

// Addresses, e-mail, paths, `<tag>`, quoted names, words, numbers, ends of sentences. Each alternative is bounded or a run of one class.
const PIECES =
  /\b[a-z][a-z0-9+.-]{1,14}:\/\/[^\s"'`<>)]{1,300}|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,32}){1,4}|<\/?[A-Za-z_][\w-]{1,40}[^<>\n]{0,80}>|(?:~|\.{1,2}|[A-Za-z]:)?[\\/][\w.*$@-]{1,80}(?:[\\/][\w.*$@-]{0,80}){0,12}|\.(?:env|ssh|aws|npmrc|bashrc|zshrc|netrc|gitconfig|git-credentials|kube|docker)\b[\w./-]{0,80}|[A-Za-z][\w-]{0,63}(?:\.[A-Za-z_][\w-]{0,63}){0,3}(?:['’][a-z]{1,3}\b)?|\p{L}[\p{L}\p{M}]{0,40}|\d[\d.,]{0,20}|&&|\|\||[$%]\(|[.!?;]+(?=\s|$)|\n\s{0,2}/gu;

function kindOf(piece: string, own: Own): string | undefined {
  const first = piece.charCodeAt(0);
  if (first >= 48 && first <= 57) return "<number>";
  if (piece.includes("://")) return "<url>";
  if (piece.includes("@") && piece.length > 4) return "<email>";
  if (first === 60) return tagOf(piece);
  if (/^(?:&&|\|\||[$%]\()$/.test(piece)) return "<shell>";
  if (SECRET_PLACE.test(piece)) return "<secret-path>";
  if (/[\\/]/.test(piece)) return "<path>";
  const lower = piece.toLowerCase().replace("’", "'");
  if (own.names.has(lower)) return "<own>";
  if (/_|[a-z][A-Z]|-.*-|\w\.\w/.test(piece)) return commonCompounds.has(lower) ? lower : "<name>";
  return lower;
}

/** Tags that pose as an authority keep their name, those of markup don't matter. */
function tagOf(piece: string): string | undefined {
  const name = /[A-Za-z_][\w-]*/.exec(piece)?.[0].toLowerCase() ?? "";
  return fakeTag.test(name) ? "<fake-tag>" : undefined;
}

const fakeTag = /^(?:important|critical|urgent|system|instructions?|hidden|secret|assistant|admin|override|mandatory|information|policy|rules?|internal|urgent|notice|directive|protocol|sys|prompt)(?:[_-].*)?$/;

/** Files that hold secrets or rule a machine; nothing a tool's description needs a model to open. */
const SECRET_PLACE =
  /\.ssh\b|id_(?:rsa|ed25519|dsa|ecdsa)|\.env\b|\.aws\b|\.npmrc|\.netrc|\.git-credentials|\.kube\b|\.gnupg|\.bash(?:rc|_history|_profile)|\.zshrc|\/etc\/(?:passwd|shadow|sudoers|hosts|crontab)|authorized_keys|known_hosts|mcp\.json|(?:credentials?|secrets?|passwords?|wallet)\.(?:json|txt|ya?ml|csv|dat|ini)|(?:private|secret)[_-]?keys?\.(?:pem|txt|key)|\.pem$/i;

/** Written with a hyphen or a dot and still words. */
const commonCompounds: ReadonlySet<string> = new Set(["e.g", "i.e", "node.js", "up-to-date", "end-to-end", "out-of-scope"]);
