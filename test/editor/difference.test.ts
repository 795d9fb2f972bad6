import { expect, test } from "vitest";
import { applyEdits } from "../../src/base/text";
import { difference } from "../../src/editor/fix-all";

test.each([
  ["a", "b"],
  ["aXb", "ab"],
  ["ab", "aXb"],
  ["aa", "aaa"],
  ["", "x"],
  ["a\r\nb\r\n", "a\r\n\r\nb\r\n"],
  ["a\r\nb", "a\nb"],
  ["one\r\ntwo", "one\r\nthree\r\ntwo"],
])("turns %j into %j, and never cuts a line end in two", (before, after) => {
  const edit = difference("/a.ts", before, after);
  expect(edit).toBeDefined();
  if (edit === undefined) return;
  expect(applyEdits(before, [edit])).toBe(after);
  for (const offset of [edit.range.start, edit.range.end]) expect(before.slice(offset - 1, offset + 1)).not.toBe("\r\n");
});

test("finds nothing to do between equal texts", () => expect(difference("/a.ts", "same", "same")).toBeUndefined());
