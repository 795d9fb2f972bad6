/**
 * Whether a text has to do with MCP at all: names the SDK, or has "mcp" as a word or as part of a name.
 * Cheap and generous: a yes costs the start of the analysis, which then finds nothing; "memcpy" is a no.
 */
export function mentionsMcp(text: string): boolean {
  return /modelcontextprotocol|MCP|Mcp|(?<![A-Za-z])mcp/.test(text);
}
