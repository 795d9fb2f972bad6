/** The last of what a server wrote to its stderr. */
export interface StderrRing {
  push(chunk: Uint8Array): void;
  /** Line ends and tabs as they are; every other control or unseen character as `\u{…}`, so that no terminal obeys it. */
  text(): string;
}

/** Keeps the last bytes of a stream, whatever its length. */
export function createStderrRing(bytes: number): StderrRing {
  let chunks: Uint8Array[] = [];
  let size = 0;
  let dropped = 0;
  const compact = (): void => {
    const all = Buffer.concat(chunks);
    const kept = all.subarray(Math.max(0, all.length - bytes));
    dropped += all.length - kept.length;
    // A copy, so that the big buffer can be freed.
    chunks = [Uint8Array.from(kept)];
    size = kept.length;
  };
  return {
    push(chunk) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > 2 * bytes || chunks.length > MOST_CHUNKS) compact();
    },
    text() {
      compact();
      const text = visibleLines(Buffer.concat(chunks).toString("utf8"));
      return dropped === 0 ? text : `… (${dropped} bytes before this were dropped)\n${text}`;
    },
  };
}

/** A text of several lines, safe to show: controls and unseen characters as `\u{…}`. */
export function visibleLines(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

const MOST_CHUNKS = 512;

// Controls but line ends and tabs, marks of direction, what has no width, variation selectors beyond the common ones, lone surrogates.
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\u{E0100}-\u{E01EF}\p{Cs}]/gu;
