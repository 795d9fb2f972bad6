/** Under which keys an entry says what is started or reached. */
export interface EntryShape {
  /** The program: a text, or a list that holds its arguments as well. */
  readonly command: string;
  readonly args: string;
  readonly env: string;
  /** Keys of addresses that are spoken to over Streamable HTTP, the first that is there counts. */
  readonly http: readonly string[];
  /** Keys of addresses that are spoken to over HTTP+SSE. */
  readonly sse: readonly string[];
  readonly headers: string;
  /** Headers whose values are names of environment variables. */
  readonly headersFromEnvironment?: string;
  /** The name of an environment variable that holds a bearer token. */
  readonly bearerFromEnvironment?: string;
  /** Values of `type` that mean something else than an MCP server. */
  readonly ignoredTypes: readonly string[];
}

/** What most clients have agreed on. */
export const usualShape: EntryShape = { command: "command", args: "args", env: "env", http: ["url"], sse: [], headers: "headers", ignoredTypes: [] };
