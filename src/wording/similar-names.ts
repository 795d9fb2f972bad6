/** Letters that look like others in the fonts of lists: what is left is what a reader sees at a glance. */
export function glanceOf(name: string): string {
  return [...name.normalize("NFKC").slice(0, LONGEST)].map((letter) => alike[letter] ?? letter).join("").replace(/[\p{Cf}\p{M}]/gu, "").toLowerCase().replace(/rn/g, "m").replace(/vv/g, "w").replace(/[il|1]/g, "l").replace(/[0]/g, "o").replace(/5/g, "s");
}

/** What is left of a name without case and separators. */
export function bareName(name: string): string {
  return name.slice(0, LONGEST).toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** Whether two names differ by one slip: two letters swapped, or one left out, doubled or changed. */
export function isOneSlip(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}

/** No client takes longer names. */
const LONGEST = 200;

const alike: Readonly<Record<string, string>> = Object.fromEntries("аa еe оo рp сc уy хx іi јj ѕs һh ԁd ԛq ԝw ӏl οo νv αa ιi κk υu τt ɑa ɡg ıi".split(" ").map((pair) => [pair.slice(0, -1), pair.slice(-1)]));
