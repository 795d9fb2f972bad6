import type { RuleDescription } from "../base/finding";

/** What `--help` prints. */
export function helpText(rules: readonly RuleDescription[]): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  const list = rules.map(({ id, summary }) => `  ${id.padEnd(width)}  ${summary}`).join("\n");
  return `Portcullis finds what a model's tool arguments can do to an MCP server, and mends it.

Usage: portcullis scan [paths…] [options]

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
  -h, --help            print this
  -V, --version         print the version

Exit codes: 0 nothing at or above the level, 1 findings, 2 a mistake in the arguments, the configuration, or a failure.

Rules
${list}
`;
}
