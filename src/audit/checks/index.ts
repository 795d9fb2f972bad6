import type { Check } from "../audit";
import { authChecks } from "./auth";
import { configurationChecks } from "./configuration/index";
import { driftCheck } from "./drift";
import { poisoningChecks, shippedModel } from "./poisoning";
import { transportChecks } from "./transport";

/** Every check, in the order in which lists show them. */
export const checks: readonly Check[] = [...poisoningChecks(shippedModel), ...transportChecks, ...authChecks, driftCheck(shippedModel), ...configurationChecks];
