import { createEngine } from "../../src/engine/index";
import { memoryHost } from "../support/memory-host";
import { caseRoot, type Analyze } from "./spec";

/** What a case that brings no package.json of its own depends on, so that its files count as a server. */
const manifest = JSON.stringify({ name: "server", type: "module", dependencies: { "@modelcontextprotocol/sdk": "^1.0.0", zod: "^4.0.0" } });

/** Analyses files with the real engine and the default configuration: all rules, fixes included. */
export const analyze: Analyze = (files) => {
  const path = `${caseRoot}/package.json`;
  const all = { [path]: manifest, ...Object.fromEntries(files) };
  return createEngine(memoryHost(all), { rules: {}, exclude: [] }).analyze().findings;
};
