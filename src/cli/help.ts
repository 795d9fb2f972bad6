import type { RuleDescription } from "../base/finding";

/** What `--help` prints. */
export function helpText(rules: readonly RuleDescription[], checks: readonly Pick<RuleDescription, "id" | "summary">[]): string {
  const width = Math.max(...[...rules, ...checks].map(({ id }) => id.length));
  const list = (all: typeof checks): string => all.map(({ id, summary }) => `  ${id.padEnd(width)}  ${summary}`).join("\n");
  return `Portcullis finds what a model's tool arguments can do to an MCP server, and mends it.

Usage: portcullis scan [paths…] [options]
       portcullis audit (--stdio "COMMAND" | --url URL | --config FILE | --tools FILE | --drift FILE) [options]

scan: the code of servers, and the configuration files of clients such as .vscode/mcp.json and .mcp.json

  paths                 files and folders; the current folder where none is named

Report
  --format FORMAT       pretty (default), json, sarif, github or markdown
  -o, --output FILE     write the report to a file
  --rule ID             only this rule; may be repeated, or ids joined by commas
  --fail-on LEVEL       exit with 1 from this level on: error (default), warning, note or never

Fixes
  --fix                 make the fixes that keep what the program does, then report what is left
  --unsafe-fixes        make those to be reviewed as well
  --fix-dry-run         print what --fix would change as a diff, and change nothing

  --config FILE         use this configuration; otherwise portcullis.config.json of the scanned folder or one above

audit: what servers say of themselves; nothing leaves the machine but the connection to the server

  --stdio "COMMAND"     start this server, after showing it and asking, and end it again
  --url URL             connect to this address
  --config FILE         the servers of a client's configuration, such as .vscode/mcp.json; variables are resolved, inputs asked for
  --tools FILE          a saved tools/list result, or JSON Lines of {"server", "tools"}
  --drift FILE          JSON Lines of {"server", "before", "after"}: a tool before and after a change
  --server NAME         with --config only this server; otherwise what the report and the pin call the server
  --env NAME[=VALUE]    a variable for a server that is started; may be repeated
  --header "N: VALUE"   a header for a server at an address; may be repeated
  --pin FILE            tell what changed since the server was pinned there; pin it where it is not yet
  --update-pin          take what it says now as its new pin
  --suppressions FILE   leave out the findings that were set aside in this file, and count them
  -y, --yes             start the server, or make harmless probes of the one at the address, without asking
  --format FORMAT       pretty (default), json, sarif or markdown
  -o, --output FILE     write the report to a file
  --fail-on LEVEL       exit with 1 from this level on: error (default), warning, note or never

  -h, --help            print this
  -V, --version         print the version

Exit codes: 0 nothing at or above the level, 1 findings, 2 a mistake in the arguments or the configuration, a server that
could not be reached, or a failure, 130 stopped.

Rules of scan
${list(rules)}

Checks of audit
${list(checks.filter(({ id }) => !rules.some((rule) => rule.id === id)))}
`;
}
