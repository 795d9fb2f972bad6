import type { LibraryModel } from "./model";

/** What `ctx.mcpReq.requestState` of SDK v2 is called here: a handler is given it, nothing imports it. */
export const stateSymbol = "@modelcontextprotocol/server.requestState";

/** What handlers are given by the SDK itself, beside their arguments. */
export const mcp: LibraryModel = {
  packages: ["@modelcontextprotocol/server"],
  symbols: {
    [stateSymbol]: { gives: "state" },
    // They pick one answer out of `ctx.mcpReq.inputResponses`.
    "@modelcontextprotocol/server.acceptedContent": { passes: [0], checkedBy: 2 },
    "@modelcontextprotocol/server.inputResponse": { passes: [0] },
  },
};
