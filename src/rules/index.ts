import { prototypePollution } from "./prototype-pollution";
import { queryInjection } from "./query-injection";
import { unsafeDeserialization } from "./unsafe-deserialization";
import { regexInjection } from "./regex-injection";
import { codeInjection } from "./code-injection";
import { argumentInjection } from "./argument-injection";
import { commandInjection } from "./command-injection";
import { excessiveTool } from "./excessive-tool";
import { pathTraversal } from "./path-traversal";
import type { Rule } from "./rule";
import { sqlInjection } from "./sql-injection";
import { ssrf } from "./ssrf";
import { urlPathInjection } from "./url-path-injection";
import { weakPathGuard } from "./weak-path-guard";

/** Every rule, in the order in which lists show them. */
export const rules: readonly Rule[] = [commandInjection, argumentInjection, sqlInjection, pathTraversal, weakPathGuard, ssrf, urlPathInjection, excessiveTool, codeInjection, regexInjection, unsafeDeserialization, queryInjection, prototypePollution];
