import { expect, test } from "vitest";
import { mentionsMcp } from "../../src/editor/relevance";

test.each([
  'import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";',
  '"dependencies": { "fastmcp": "^3.0.0", "mcp-framework": "1" }',
  'import { FastMCP } from "fast";',
  "const server = createMcpServer();",
])("%s has to do with MCP", (text) => expect(mentionsMcp(text)).toBe(true));

test.each(["memcpy(a, b, n)", 'import express from "express";', "const itemcpu = 1;", ""])("%s has not", (text) => expect(mentionsMcp(text)).toBe(false));
