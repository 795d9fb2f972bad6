import type { SurfaceFlaw } from "../../wording/surface";
import type { Limits } from "./limits";

/** Collects breaches and limits that were met, each said once, and a bounded number of them. */
export interface FlawList {
  add(place: string, message: string): void;
  all(): readonly SurfaceFlaw[];
}

/** A list that stops growing at its limit and says so. */
export function createFlawList(limits: Pick<Limits, "flaws">): FlawList {
  const flaws: SurfaceFlaw[] = [];
  const seen = new Set<string>();
  let dropped = 0;
  return {
    add(place, message) {
      const key = `${place}\n${message}`;
      if (seen.has(key)) return;
      if (flaws.length >= limits.flaws) {
        dropped++;
        return;
      }
      seen.add(key);
      flaws.push({ place, message });
    },
    all: () => (dropped === 0 ? [...flaws] : [...flaws, { place: "the server", message: `breaks the protocol in ${dropped} more ways that are not listed` }]),
  };
}
