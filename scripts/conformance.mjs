/** `npm run conformance`: holds our client to the official conformance suite, with the requirements of both eras of the protocol. */
import { ensureDependencies } from "./dependencies.mjs";

await ensureDependencies();
const { checkConformance } = await import("../test/audit/conformance/check.mjs");
const { passed, failed } = await checkConformance();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
