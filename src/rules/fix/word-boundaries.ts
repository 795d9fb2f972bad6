import type { Statement } from "../../syntax/program";
import { refuse, type Refused } from "./code";
import type { TextWrite } from "./held-text";

/** How a text that is written to a variable begins and ends, as far as words go. */
export interface WrittenWords {
  readonly write: TextWrite;
  readonly startsApart: boolean;
  readonly endsApart: boolean;
  readonly isEmpty: boolean;
}

/** What the text may end with when a statement is reached: "apart" from what follows, or in the middle of a word. Nothing: it is never reached. */
interface Ends {
  readonly apart: boolean;
  readonly inWord: boolean;
}

const unreached: Ends = { apart: false, inWord: false };

/** Refuses when some way through the code appends a text to a word that is not finished. */
export function checkWordBoundaries(body: readonly Statement[], writes: readonly WrittenWords[]): Refused | undefined {
  const walk = new BoundaryWalk(writes);
  walk.statements(body, { apart: true, inWord: false });
  return walk.isBroken ? refuse("A word of the command is put together from several texts") : undefined;
}

class BoundaryWalk {
  isBroken = false;

  constructor(private readonly writes: readonly WrittenWords[]) {}

  statements(statements: readonly Statement[], ends: Ends): Ends {
    return statements.reduce((before, statement) => this.statement(statement, before), ends);
  }

  private statement(statement: Statement, ends: Ends): Ends {
    switch (statement.kind) {
      case "declare":
      case "expression":
        return this.write(statement, ends);
      case "if":
        return join(this.statements(statement.then, ends), this.statements(statement.else, ends));
      case "loop":
      case "each": {
        const once = join(ends, this.statements(statement.body, ends));
        return join(once, this.statements(statement.body, once));
      }
      case "switch":
        return this.choice(statement, ends);
      case "try": {
        const body = this.statements(statement.body, ends);
        const handled = this.statements(statement.handler ?? [], join(ends, body));
        return this.statements(statement.finally, statement.handler ? join(body, handled) : body);
      }
      case "block":
        return this.statements(statement.body, ends);
      case "return":
      case "throw":
        return unreached;
      default:
        return ends;
    }
  }

  /** A case is reached from the head, or by falling through; a `break` ends it, wherever it stands. */
  private choice(statement: Statement & { readonly kind: "switch" }, ends: Ends): Ends {
    let after = statement.cases.some(({ tests }) => tests.length === 0) ? unreached : ends;
    let falling = unreached;
    for (const { body } of statement.cases) {
      const left = this.statements(body, join(ends, falling));
      const leaves = body.some(({ kind }) => kind === "break" || kind === "return" || kind === "throw");
      const nested = body.some(({ kind, ...rest }) => kind === "block" && "body" in rest && rest.body.some((inner) => inner.kind === "break"));
      falling = leaves || nested ? unreached : left;
      after = join(after, left);
    }
    return after;
  }

  private write(statement: Statement, ends: Ends): Ends {
    const found = this.writes.find(({ write }) => write.range.start === statement.range.start && write.range.end >= statement.range.end);
    if (!found) return ends;
    const { write, startsApart, endsApart, isEmpty } = found;
    if (write.how === "append" && isEmpty) return startsApart ? { apart: ends.apart || ends.inWord, inWord: false } : ends;
    if (write.how === "append" && !startsApart && ends.inWord) this.isBroken = true;
    return { apart: endsApart, inWord: !endsApart };
  }
}

function join(a: Ends, b: Ends): Ends {
  return { apart: a.apart || b.apart, inWord: a.inWord || b.inWord };
}
