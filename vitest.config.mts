import { defineConfig } from "vitest/config";

/** `quick` needs nothing but node_modules; `audit` starts servers and connects to them; `exploits` starts servers, and Node 24 for one of them; `e2e` needs the embedded VS Code and a browser, prepared by scripts/test.mjs. */
export default defineConfig({
  test: {
    // Vitest leaves one core free by itself, which is half of a small machine.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "quick",
          // No module keeps state (test/tidy holds that), and loading the parser anew for each file took most of the time.
          isolate: false,
          include: ["test/**/*.test.ts"],
          // A limit for what hangs, not a measure of speed: a busy machine may take ten times as long.
          testTimeout: 60_000,
          exclude: ["test/extension/**", "test/e2e/**", "test/sample-server/**", "test/exploits/**", "test/audit/connect/**", "test/audit/hostile/**", "test/audit/live/**", "test/audit/conformance/**"],
        },
      },
      {
        test: {
          name: "audit",
          include: ["test/audit/{connect,hostile,live,conformance}/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: "exploits",
          include: ["test/exploits/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
