import { describe, expect, it } from "vitest";
import { readFiles, sdk } from "./offers";

/** The parameters in which handlers are given the context of a request. */
function contexts(text: string): readonly (readonly number[])[] {
  const { entries } = readFiles({ "a.ts": sdk + text });
  return entries.map(({ inputs }) => inputs.filter(({ role }) => role === "context").map(({ parameter }) => parameter));
}

describe("the context of a request", () => {
  it.each([
    ["stands behind the arguments", `server.registerTool("t", { inputSchema: { a: z.string() } }, (args, extra) => f(extra));`, [[1]]],
    ["stands alone where nothing is passed", `server.registerTool("t", {}, (extra) => f(extra));`, [[0]]],
    ["stands behind a request", `server.setRequestHandler(CallToolRequestSchema, (request, extra) => f(extra));`, [[1]]],
    ["stands behind the URI of a resource", `server.registerResource("r", "x://y", {}, (uri, extra) => f(extra));`, [[1]]],
    ["stands behind the variables of a template", `server.registerResource("r", new ResourceTemplate("x://{id}", {}), {}, (uri, variables, extra) => f(extra));`, [[2]]],
    ["stands behind what has been bound", `server.registerTool("t", { inputSchema: { a: z.string() } }, run.bind(null, db)); function run(db, args, extra) {}`, [[2]]],
    ["is left out where nothing takes it", `server.registerTool("t", { inputSchema: { a: z.string() } }, (args) => f(args));`, [[]]],
  ])("%s", (_, text, expected) => {
    expect(contexts(text)).toEqual(expected);
  });

  it("has a state that a server may have verified", () => {
    const text = (options: string) => readFiles({ "a.ts": `import { McpServer } from "@modelcontextprotocol/server"; const server = new McpServer({}, ${options});` }).verifiesState;
    expect([text("{}"), text("{ requestState: { verify: codec.verify } }"), text("{ resultType, requestState: state }")]).toEqual([false, true, false]);
  });
});
