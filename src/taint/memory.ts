/** What something that was worked out rests on. */
export interface Evidence {
  /** The files whose shape was looked at (what they declare, import, export and hold at their top level), and other words that say what was asked. */
  readonly files: Set<string>;
  /** What else that is remembered was used: the summaries of functions, the values of names. */
  readonly uses: Set<Note>;
}

/** The word in the evidence of what is known in part only: a limit has been met. */
export const cutShort = "cut short";

/** Something worked out once, with all that is needed to work it out again. */
export interface Note<T = unknown, I = unknown> {
  /** What it was worked out from, as plain data. */
  input: I;
  value: T;
  files: ReadonlySet<string>;
  uses: ReadonlySet<Note>;
  /** What was worked out from this. */
  readonly users: Set<Note>;
  /** Something that it rests on has changed: it may not be used before it has been worked out again. */
  isStale: boolean;
  /** Works it out again; absent where its owner does so when it is asked for. */
  work?(input: I, evidence: Evidence): T;
  /** Takes it out of its owner's lists. */
  readonly unlist: () => void;
  rounds: number;
}

/** A note whose value nobody but its owner looks at. */
export type AnyNote = Note<unknown, unknown>;

/** In code that calls itself in circles, each round may change what the next one sees; after so many it is worked out from nothing. */
const maximumRounds = 4;
/** Notes that nobody uses any more are thrown away when so many have been added since the last time. */
const sweepEvery = 2_000;

/** All that is remembered between analyses. What no longer holds is worked out again, and what rests on it only where that gives something else. */
export class Memory {
  readonly #notes = new Set<AnyNote>();
  #queue: AnyNote[] = [];
  #added = 0;

  get size(): number {
    return this.#notes.size;
  }

  /** Remembers something that has just been worked out. */
  add<T, I>(input: I, value: T, evidence: Evidence, work: ((input: I, evidence: Evidence) => T) | undefined, unlist: () => void): Note<T, I> {
    const note: Note<T, I> = { input, value, files: evidence.files, uses: evidence.uses, users: new Set(), isStale: false, unlist, rounds: 0, ...(work === undefined ? {} : { work }) };
    this.#notes.add(note);
    this.#added++;
    for (const used of evidence.uses) used.users.add(note);
    return note;
  }

  notes(): Iterable<AnyNote> {
    return this.#notes;
  }

  /** Forgets a note, and doubts what was worked out from it. */
  drop(note: AnyNote): void {
    if (!this.#notes.delete(note)) return;
    note.unlist();
    for (const used of note.uses) used.users.delete(note);
    note.isStale = true;
    for (const user of note.users) this.doubt(user);
  }

  /** Marks a note as to be worked out again. */
  doubt(note: AnyNote): void {
    if (note.isStale) return;
    note.isStale = true;
    this.#queue.push(note);
  }

  /** Forgets all that rests on the files (or words). */
  forget(files: ReadonlySet<string>): void {
    for (const note of [...this.#notes]) if (shareAny(note.files, files)) this.drop(note);
  }

  /** Works a stale note out again; what rests on it is doubted where that gives something else. */
  renew(note: AnyNote): void {
    if (!note.isStale || !this.#notes.has(note)) return;
    if (note.work === undefined || note.rounds >= maximumRounds) return this.drop(note);
    note.rounds++;
    const evidence: Evidence = { files: new Set(), uses: new Set() };
    const value = note.work(note.input, evidence);
    for (const used of note.uses) used.users.delete(note);
    note.files = evidence.files;
    note.uses = evidence.uses;
    for (const used of evidence.uses) used.users.add(note);
    const isSame = isEqual(note.value, value);
    note.value = value;
    note.isStale = false;
    if (!isSame) for (const user of note.users) this.doubt(user);
  }

  /**
   * Works out again what is doubted, until nothing is.
   * @param attempt runs one piece of work; false where it took more than it may
   */
  settle(attempt: (work: () => void) => boolean): void {
    while (this.#queue.length > 0) {
      const note = this.#queue.pop();
      // What was dropped stays stale for ever, and is nobody's any more.
      if (note === undefined || !note.isStale || !this.#notes.has(note)) continue;
      // Without a user, it is worked out again when somebody asks.
      if (note.users.size === 0 || note.work === undefined) this.drop(note);
      else this.#attempt(note, attempt);
    }
    for (const note of this.#notes) note.rounds = 0;
  }

  #attempt(note: AnyNote, attempt: (work: () => void) => boolean): void {
    try {
      if (!attempt(() => this.renew(note))) this.drop(note);
    } catch (error) {
      // A cancelled piece of work is taken up by the next analysis.
      this.#queue.push(note);
      throw error;
    }
  }

  /** Throws away what nobody uses, once there may be much of it: an edit leaves summaries of calls that are no longer made. */
  sweep(): void {
    if (this.#added < sweepEvery) return;
    this.#added = 0;
    const unused = [...this.#notes].filter((note) => note.work !== undefined && note.users.size === 0);
    for (let note = unused.pop(); note !== undefined; note = unused.pop()) {
      const { uses } = note;
      this.drop(note);
      for (const used of uses) if (used.work !== undefined && used.users.size === 0) unused.push(used);
    }
  }
}

/** Whether two sets share a member; asked of everything that is remembered at every edit, of which most changed one file. */
export function shareAny(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  for (const each of small) if (large.has(each)) return true;
  return false;
}

/** Compares plain data. Modules, functions and classes are equal only to themselves; where a function was made makes no difference. */
export function isEqual(left: unknown, right: unknown): boolean {
  const assumed = new Map<object, object>();
  const same = (a: unknown, b: unknown): boolean => {
    if (Object.is(a, b)) return true;
    if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
    if (assumed.get(a) === b) return true;
    assumed.set(a, b);
    if (a instanceof Map) return b instanceof Map && a.size === b.size && [...a].every(([key, value]) => b.has(key) && same(value, b.get(key)));
    if (a instanceof Set) return b instanceof Set && a.size === b.size && [...a].every((each) => b.has(each));
    if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((each, index) => same(each, b[index]));
    if (isProgram(a) || isProgram(b)) return false;
    const [one, other] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>];
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    for (const key of keys) if (key !== "home" && !same(one[key], other[key])) return false;
    return true;
  };
  return same(left, right);
}

function isProgram(value: object): boolean {
  return "bindings" in value || "captures" in value || "members" in value;
}
