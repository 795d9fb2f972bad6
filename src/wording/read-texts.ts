import { decode } from "./decode/decode";
import type { Hidden } from "./decode/hidden";
import { fieldsOf, serverFields, type OfferText, type TextField } from "./fields";
import type { OfferSurface, ServerSurface } from "./surface";

/** One text of a server, read: decoded, and split into sentences. */
export interface ReadText extends TextField {
  /** What it says once everything hidden is out in the open. */
  readonly plain: string;
  readonly hidden: readonly Hidden[];
  /** The sentences of `plain`, each cut to `MAX_SENTENCE`. */
  readonly sentences: readonly string[];
}

/** The texts of one offer, or of the server as a whole where `offer` is absent. */
export interface OfferReading {
  readonly offer?: OfferSurface;
  readonly texts: readonly ReadText[];
  /** Names that are the offer's own: its name and its parameters, in lower case. */
  readonly own: ReadonlySet<string>;
}

/** Everything that a server says, read once for all checks. */
export interface ServerReading {
  readonly offers: readonly OfferReading[];
  /** What was cut or left out. */
  readonly limits: readonly string[];
}

/** Patterns look at one sentence at a time, and a sentence is short: their time is bounded whatever a server sends. */
const MAX_SENTENCE = 600;

/** Reads every text of a server. */
export function readTexts(surface: ServerSurface): ServerReading {
  const limits: string[] = [];
  const offers = [...surface.tools, ...surface.prompts, ...surface.resources, ...surface.resourceTemplates].map((offer) => {
    const text = fieldsOf(offer);
    limits.push(...text.limits.map((limit) => `${offer.kind} "${offer.name.slice(0, 80)}": ${limit}`));
    return readOffer(text, offer);
  });
  const server = serverFields(surface);
  limits.push(...server.limits);
  return { offers: [readOffer(server), ...offers], limits };
}

/** Reads texts that belong together. */
export function readOffer({ fields }: OfferText, offer?: OfferSurface): OfferReading {
  const own = new Set(fields.flatMap(({ kind, text }) => (kind === "parameter" || kind === "name" ? [text.toLowerCase()] : [])));
  return { texts: fields.map(readText), own, ...(offer ? { offer } : {}) };
}

/** Reads one text. */
export function readText(field: TextField): ReadText {
  const { text: plain, hidden } = decode(field.text);
  return { ...field, plain, hidden, sentences: field.kind === "prose" || field.kind === "value" || hidden.length > 0 ? sentencesOf(plain) : [plain.slice(0, MAX_SENTENCE).replace(/[_-]/g, " ")] };
}

function sentencesOf(text: string): readonly string[] {
  const sentences: string[] = [];
  for (const part of text.split(/[.!?。！？]+(?=[\s"'<)]|$)|\n\s{0,8}\n|。/u)) {
    const words = part.replace(/\s+/g, " ").trim();
    for (let at = 0; at < words.length; at += MAX_SENTENCE) sentences.push(words.slice(at, at + MAX_SENTENCE));
  }
  return sentences;
}
