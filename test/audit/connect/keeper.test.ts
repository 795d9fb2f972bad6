import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { expect, it } from "vitest";
import { processesWith } from "./support";

it("a server ends when our own process is shot", async () => {
  const mark = `shot-${process.pid}`;
  const deaf = `process.on("SIGTERM",()=>{});setInterval(()=>{},1000);process.stdin.resume();console.error("${mark} up")`;
  // An audit that never comes to its end, in a process of its own.
  const entry = join("out", `${mark}.ts`);
  writeFileSync(entry, `
    import { connectServer } from "../src/audit/connect";
    void connectServer({ transport: "stdio", name: "x", command: process.execPath, args: ["-e", ${JSON.stringify(deaf)}] }, { environment: process.env, version: "0" }).catch(() => undefined);
    setTimeout(() => console.log("started"), 500);`);
  const outfile = join("out", `${mark}.cjs`);
  await build({ entryPoints: [entry], outfile, bundle: true, platform: "node", format: "cjs", logLevel: "error" });
  const audit = spawn(process.execPath, [outfile], { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve) => audit.stdout.once("data", resolve));
  expect(processesWith(deaf).length).toBeGreaterThan(0);

  audit.kill("SIGKILL");
  await expect.poll(() => processesWith(deaf), { timeout: 15_000 }).toEqual([]);
  await expect.poll(() => processesWith("portcullis-keeper"), { timeout: 15_000 }).toEqual([]);
});
