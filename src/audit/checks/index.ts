import type { Check } from "../audit";
import { authChecks } from "./auth";
import { configurationChecks } from "./configuration/index";
import { driftCheck } from "./drift";
import { identityChecks } from "./identity";
import { poisoningChecks, shippedModel } from "./poisoning";
import { privilegeChecks } from "./privilege";
import { schemaChecks } from "./schema";
import { transportChecks } from "./transport";

/** Every check, in the order in which lists show them. */
export const checks: readonly Check[] = [...poisoningChecks(shippedModel), ...identityChecks, ...schemaChecks, ...privilegeChecks, ...transportChecks, ...authChecks, driftCheck(shippedModel), ...configurationChecks];
