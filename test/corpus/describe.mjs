/**
 * What is told of a scan: places and names, never a line of the code that was scanned.
 * @typedef {{ rule: string, severity: string, file: string, line: number, column: number, tools: string[] }} ScanFinding
 * @typedef {{ findings: ScanFinding[], limits: Array<{ file: string, reason: string }>, offers: Array<{ kind: string, name?: string }> }} ScanReport
 */

/**
 * Writes down what is found in all versions of a server, so that a change shows as a diff that a person can read.
 * @param {import("./packages.mjs").PublishedServer} server
 * @param {ReadonlyMap<import("./packages.mjs").PublishedVersion, ScanReport>} reports
 */
export function describeServer({ name, advisories, versions }, reports) {
  const head = [`# ${name}`, "", "Written by `npm run corpus -- --update`. Places are those of the published package."];
  if (advisories.length > 0) head.push("", `Advisories: ${advisories.join(", ")}.`);
  const sections = versions.flatMap((published) => {
    const report = reports.get(published);
    return report === undefined ? [] : ["", ...describeVersion(published, report)];
  });
  return `${[...head, ...sections].join("\n")}\n`;
}

/**
 * @param {import("./packages.mjs").PublishedVersion} published
 * @param {ScanReport} report
 */
function describeVersion({ version, side, sinks }, { findings, limits, offers }) {
  const lines = [`## ${version}, ${side}`, "", `Offers ${describeOffers(offers)}.`];
  if (sinks.length > 0) lines.push("");
  for (const { file, line } of sinks) {
    const isFound = findings.some((finding) => finding.file === file && finding.line === line);
    lines.push(`- the advisory's sink at ${file}:${line} is ${isFound ? "reported" : "**not reported**"}`);
  }
  lines.push("");
  if (findings.length === 0) lines.push("No finding.");
  else lines.push("| severity | rule | place | tools |", "|---|---|---|---|");
  for (const { severity, rule, file, line, column, tools } of [...findings].sort(byPlace)) {
    lines.push(`| ${severity} | ${rule} | ${file}:${line}:${column} | ${tools.join(", ")} |`);
  }
  if (limits.length > 0) lines.push("", ...limits.map(({ file, reason }) => `- limit: ${file === "" ? "" : `${file}: `}${reason}`));
  return lines;
}

function describeOffers(/** @type {ScanReport["offers"]} */ offers) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { kind } of offers) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  if (counts.size === 0) return "nothing that is seen";
  return [...counts].sort().map(([kind, count]) => `${count} ${kind}${count === 1 ? "" : "s"}`).join(", ");
}

/** @param {ScanFinding} a @param {ScanFinding} b */
function byPlace(a, b) {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column || (a.rule < b.rule ? -1 : 1);
}
