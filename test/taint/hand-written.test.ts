import { describe, expect, it } from "vitest";
import { namedFunctionsOf, sourcesOf } from "../../src/engine/sources";
import { readMcpModel } from "../../src/mcp/read-model";
import { commandInjection } from "../../src/rules/command-injection";
import { createTaintAnalyzer } from "../../src/taint/index";
import { HandModule, workspaceOf } from "./hand-program";

/**
 * Nothing above `syntax` may know which language a program was written in. This one was written in none:
 * it is plain data, says that it is Python, and has no source text that anything could peek at.
 */
describe("a program without a source text", () => {
  const build = new HandModule();
  const exec = build.import("exec", "child_process");
  build.import("McpServer", "@modelcontextprotocol/sdk/server/mcp.js");
  build.import("z", "zod");
  const takesBranch = () => build.object({ inputSchema: build.object({ branch: build.method(build.name("z"), "string") }) });
  const run = (value: ReturnType<HandModule["name"]>) => build.do(build.call(build.name(exec), build.concat(build.text("git log "), value)));
  const hole = build.handler("hole", "branch", (branch) => [run(branch())]);
  const twin = build.handler("twin", "branch", (branch) => [build.when(build.isEqual(branch(), build.text("main")), [run(branch())])]);
  const module = build.finish("/workspace/server.py", [
    build.declare("server", build.construct("McpServer", build.object({ name: build.text("hand-written") }))),
    build.do(build.method(build.name("server"), "registerTool", build.text("git_log"), takesBranch(), hole)),
    build.do(build.method(build.name("server"), "registerTool", build.text("git_log_main"), takesBranch(), twin)),
  ]);
  const workspace = workspaceOf(module, "registerTool @modelcontextprotocol/sdk");
  const mcp = readMcpModel(workspace);

  it("offers its tools", () => {
    expect(mcp.entries.map((entry) => [entry.kind, entry.name])).toEqual([["tool", "git_log"], ["tool", "git_log_main"]]);
  });

  it("is followed from the tool's argument to the shell, and not past a guard", () => {
    const taint = createTaintAnalyzer(workspace).analyze(sourcesOf(mcp), { named: namedFunctionsOf(mcp) });
    const facts = commandInjection.find({ mcp, taint, workspace });
    expect(facts.map((fact) => fact.flows.map((flow) => [flow.source.tool, flow.source.parameter, flow.sink.symbol]))).toEqual([[["git_log", "branch", "child_process.exec"]]]);
    expect(facts.map((fact) => commandInjection.say(fact, { mcp, taint, workspace }).message)).toEqual(['"git_log" passes `branch` to a shell']);
  });
});
