import { describe, expect, it } from "vitest";
import { createWordHolders } from "../../src/mcp/word-holders";
import { createWorkspace } from "../../src/syntax/create-workspace";
import { memoryHost } from "../support/memory-host";

/** A workspace whose texts change, and the holders of words in it. */
function holdersOf(files: Record<string, string>) {
  const host = memoryHost(files);
  const workspace = createWorkspace(host);
  const holders = createWordHolders(workspace);
  return {
    holding: (word: string) => [...holders.holding(word)].sort(),
    edit(file: string, text: string) {
      host.write(file, text);
      holders.changed([...workspace.refresh().changed]);
    },
    add(file: string, text: string) {
      host.write(file, text);
      workspace.refresh();
      holders.reshaped();
    },
  };
}

describe("the files that hold a word", () => {
  it("are found by their texts", () => {
    const { holding } = holdersOf({ "/w/a.ts": "run()", "/w/b.ts": "run", "/w/c.ts": "walk" });
    expect(holding("run")).toEqual(["/w/a.ts", "/w/b.ts"]);
    expect(holding("swim")).toEqual([]);
  });

  it("are found again after an edit, also of a word that was asked for before", () => {
    const { holding, edit } = holdersOf({ "/w/a.ts": "run()", "/w/b.ts": "run", "/w/c.ts": "walk" });
    expect(holding("run")).toEqual(["/w/a.ts", "/w/b.ts"]);
    edit("/w/c.ts", "run; walk");
    edit("/w/a.ts", "nothing");
    expect(holding("run")).toEqual(["/w/b.ts", "/w/c.ts"]);
    expect(holding("nothing")).toEqual(["/w/a.ts"]);
  });

  it("are right after more edits than there are files", () => {
    const { holding, edit } = holdersOf({ "/w/a.ts": "one", "/w/b.ts": "two" });
    for (let count = 0; count < 10; count++) {
      edit("/w/a.ts", `word${count}`);
      expect(holding(`word${count}`)).toEqual(["/w/a.ts"]);
      expect(holding(`word${count - 1}`)).toEqual([]);
    }
  });

  it("include a file that is new", () => {
    const { holding, add } = holdersOf({ "/w/a.ts": "one" });
    expect(holding("two")).toEqual([]);
    add("/w/b.ts", "two");
    expect(holding("two")).toEqual(["/w/b.ts"]);
  });
});
