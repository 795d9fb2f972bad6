/**
 * `npm run corpus`: scans published servers and compares what is found with test/corpus/expected.
 *
 *   npm run corpus -- --update       writes what is found; the diff is then to be reviewed line by line
 *   npm run corpus -- --only NAME    looks at the servers with this in their name
 */
import { parseArgs } from "node:util";
import { checkCorpus } from "../test/corpus/check.mjs";
import { build } from "./package.mjs";

const { values } = parseArgs({ options: { update: { type: "boolean", default: false }, only: { type: "string" } } });
await build({ tests: false });
const { passed, failed } = await checkCorpus(values.only === undefined ? { update: values.update } : { update: values.update, only: values.only });
console.log(`${passed} as expected, ${failed} not`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
