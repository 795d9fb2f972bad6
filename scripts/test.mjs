/**
 * `npm test`: installs what is missing, builds, and runs every tier; the last line counts the tests.
 * `npm test -- --only types,lint` runs some of them. `npm run check` is the quick part.
 */
import { parseArgs } from "node:util";
import { say } from "../test/harness/process.mjs";
import { build } from "./package.mjs";
import { tiers } from "./tiers.mjs";

/** @typedef {import("./tiers.mjs").Counts} Counts */

/** @type {Array<Counts & { name: string, seconds: number }>} */
const results = [];
const only = readArguments();

await attempt("build", async () => {
  await build({ tests: only.some((name) => name === "extension") });
  return { passed: 1, failed: 0 };
});
const builds = results[0]?.failed === 0;
// Types and lint use one core each, print only when they end, and say why a build failed.
await Promise.all(only.filter(isStatic).map((name) => attempt(name, tiers[name])));
for (const name of only.filter((each) => !isStatic(each))) {
  // A later tier would test an old build.
  if (builds) await attempt(name, tiers[name]);
  else results.push({ name, passed: 0, failed: 1, seconds: 0 });
}
printSummary();

/** @returns {Array<keyof typeof tiers>} */
function readArguments() {
  const { values } = parseArgs({ options: { only: { type: "string" } } });
  const known = /** @type {Array<keyof typeof tiers>} */ (Object.keys(tiers));
  if (values.only === undefined) return known;
  const wanted = values.only.split(",");
  const unknown = wanted.find((name) => !known.some((each) => each === name));
  if (unknown !== undefined) {
    console.error(`There is no tier "${unknown}". Tiers: ${known.join(", ")}.`);
    process.exit(2);
  }
  return known.filter((name) => wanted.includes(name));
}

function isStatic(/** @type {string} */ name) {
  return name === "types" || name === "lint";
}

/**
 * Runs one tier. One that could not run, or ran nothing, has failed: a missing prerequisite must not look like success.
 * @param {string} name
 * @param {() => Promise<Counts>} tier
 */
async function attempt(name, tier) {
  const start = performance.now();
  if (name !== "build") say(`tests: ${name}`);
  /** @type {Counts} */
  let counts;
  try {
    counts = await tier();
    if (counts.passed + counts.failed === 0) {
      console.error(`${name}: no test ran`);
      counts = { passed: 0, failed: 1 };
    }
  } catch (error) {
    console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    counts = { passed: 0, failed: 1 };
  }
  results.push({ name, ...counts, seconds: (performance.now() - start) / 1000 });
}

function printSummary() {
  console.log();
  for (const { name, passed, failed, seconds } of results) {
    console.log(`${failed > 0 ? "✗" : "✓"} ${name.padEnd(10)} ${passed} passed, ${failed} failed (${seconds.toFixed(1)} s)`);
  }
  const total = (/** @type {"passed" | "failed"} */ key) => results.reduce((sum, each) => sum + each[key], 0);
  console.log(`\n${total("passed")} passed, ${total("failed")} failed`);
  process.exitCode = total("failed") > 0 ? 1 : 0;
}
