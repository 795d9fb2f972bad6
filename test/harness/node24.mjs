import { existsSync } from "node:fs";
import { join } from "node:path";
import { installOnce, npmInstall } from "./cache.mjs";
import { say } from "./process.mjs";

const VERSION = "24.21.0";

/**
 * The path of a Node 24, which the embedded VS Code and the packaging tool need: the running one if it is, otherwise the
 * binary that the npm registry carries.
 */
export async function ensureNode24() {
  if (process.versions.node.startsWith("24.")) return process.execPath;
  const platform = process.platform === "win32" ? "win" : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const folder = await installOnce(`node-${VERSION}`, async (partial) => {
    say(`installing Node ${VERSION}`);
    await npmInstall(partial, [`${name}@${VERSION}`]);
  });
  const binary = join(folder, "node_modules", name, "bin", platform === "win" ? "node.exe" : "node");
  if (existsSync(binary)) return binary;
  throw new Error(`No Node 24 for ${process.platform} ${process.arch} in ${folder}. Install Node 24 and run this with it.`);
}
