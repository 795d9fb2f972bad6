import { describe, expect, it } from "vitest";
import { Memory, type Evidence, type Note } from "../../src/taint/memory";

const run = (work: () => void): boolean => {
  work();
  return true;
};
const nothing = (): Evidence => ({ files: new Set(), uses: new Set() });

describe("what is remembered", () => {
  it("comes to rest in a circle where each round changes the next", () => {
    const memory = new Memory();
    const circle: Note<number, string>[] = [];
    let works = 0;
    const next = (at: number) => (_: string, evidence: Evidence) => {
      const used = circle[(at + 1) % 3];
      if (used) evidence.uses.add(used);
      return ++works;
    };
    for (const at of [0, 1, 2]) circle.push(memory.add(`${at}`, 0, nothing(), next(at), () => undefined));
    for (const note of circle) memory.doubt(note);
    circle.forEach((note, at) => circle[(at + 1) % 3]?.users.add(note));

    let turns = 0;
    memory.settle((work) => {
      if (++turns > 99) throw new Error("does not end");
      work();
      return true;
    });

    expect(works).toBeLessThanOrEqual(15);
    expect(memory.size).toBe(0);
  });

  it("forgets what takes more than it may, though what rests on it was doubted before it", () => {
    const memory = new Memory();
    const heavy = memory.add("heavy", 1, nothing(), () => 1, () => undefined);
    const user = memory.add("user", 1, { files: new Set(), uses: new Set([heavy]) }, () => 2, () => undefined);
    memory.add("top", 1, { files: new Set(), uses: new Set([user]) }, () => 1, () => undefined);
    for (const note of [user, heavy]) memory.doubt(note);

    let turns = 0;
    memory.settle((work) => {
      turns++;
      if (turns > 1) work();
      if (turns > 9) throw new Error("does not end");
      return turns > 1;
    });

    expect([...memory.notes()]).not.toContain(heavy);
    expect(user.value).toBe(2);
  });

  it("takes up what a cancelled analysis left", () => {
    const memory = new Memory();
    const note = memory.add("a", 1, nothing(), () => 2, () => undefined);
    memory.add("user", 1, { files: new Set(), uses: new Set([note]) }, () => 1, () => undefined);
    memory.doubt(note);
    const cancel = (): never => {
      throw new Error("cancelled");
    };
    expect(() => memory.settle(cancel)).toThrow("cancelled");
    expect(note.isStale).toBe(true);

    memory.settle(run);

    expect(note.value).toBe(2);
  });
});
