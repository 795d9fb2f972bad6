import type { Check } from "../audit";
import { driftCheck } from "./drift";
import { poisoningChecks, shippedModel } from "./poisoning";

/** Every check, in the order in which lists show them. */
export const checks: readonly Check[] = [...poisoningChecks(shippedModel), driftCheck(shippedModel)];
