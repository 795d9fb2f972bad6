import type { Check } from "../audit";

/** Every check, in the order in which lists show them. */
export const checks: readonly Check[] = [];
