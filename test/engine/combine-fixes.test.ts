import { expect, it } from "vitest";
import type { Fix } from "../../src/base/finding";
import { chooseFixes, isCompatible, mergeFixes } from "../../src/engine/combine-fixes";

function fix(...edits: readonly (readonly [number, number, string])[]): Fix {
  return { title: "", safety: "safe", newFiles: [], edits: edits.map(([start, end, text]) => ({ file: "/a.ts", range: { start, end }, text })) };
}

it("makes a change that two fixes share once", () => {
  const [a, b] = [fix([0, 0, "import x;"], [10, 12, "a"]), fix([0, 0, "import x;"], [20, 22, "b"])];
  expect(isCompatible(a, b)).toBe(true);
  expect(mergeFixes([a, b]).edits.map(({ text }) => text)).toEqual(["import x;", "a", "b"]);
});

it("keeps apart what overlaps, and what is inserted at one place", () => {
  expect(isCompatible(fix([0, 5, "a"]), fix([4, 6, "b"]))).toBe(false);
  expect(isCompatible(fix([5, 5, "a"]), fix([5, 5, "b"]))).toBe(false);
  expect(isCompatible(fix([5, 5, "a"]), fix([5, 8, "b"]))).toBe(false);
  expect(isCompatible(fix([0, 5, "a"]), fix([5, 8, "b"]))).toBe(true);
});

it("keeps apart two new files of one name unless they are the same", () => {
  const adds = (text: string): Fix => ({ ...fix(), newFiles: [{ file: "/b.ts", text }] });
  expect(isCompatible(adds("x"), adds("x"))).toBe(true);
  expect(isCompatible(adds("x"), adds("y"))).toBe(false);
});

it("chooses for each finding the best fix that may be made and fits", () => {
  const [first, clash, review] = [fix([0, 5, "a"]), fix([4, 6, "b"]), { ...fix([10, 12, "c"]), safety: "review" as const }];
  const findings = [{ fixes: [first] }, { fixes: [clash] }, { fixes: [review] }];
  expect(chooseFixes(findings, ({ safety }) => safety === "safe")).toEqual([first]);
  expect(chooseFixes(findings, () => true)).toEqual([first, review]);
});
