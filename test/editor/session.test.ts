import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CancelledError } from "../../src/base/host";
import { applyEdits } from "../../src/base/text";
import type { SessionSetup } from "../../src/editor/protocol";
import { createSession, type Job } from "../../src/editor/session";
import { toHostName } from "../../src/files/names";

const SERVER = `import { execSync } from "node:child_process";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";

const server = new McpServer({ name: "s", version: "1.0.0" });
server.registerTool("count", { inputSchema: { word: z.string() } }, async ({ word }) => {
  const found = execSync(\`grep -c -F -e "\${word}" notes.txt\`).toString();
  return { content: [{ type: "text", text: found }] };
});
`;

const job: Job = { isCancelled: () => false, onProgress: () => undefined };
let root = "";

beforeEach(() => {
  root = toHostName(realpathSync(mkdtempSync(join(tmpdir(), "session-"))));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(name: string, text: string): string {
  const file = `${root}/${name}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

function setUp(changes: Partial<SessionSetup> = {}): SessionSetup {
  return { session: root, folder: root, rules: {}, exclude: [], isTrusted: true, ...changes };
}

function rulesIn(session: ReturnType<typeof createSession>): readonly string[] {
  return session.answer.scan({ session: root }, job).findings.map((each) => `${each.severity} ${each.rule}`);
}

describe("a folder", () => {
  test("is understood as a whole, and reported as far as it comes through the files asked for", () => {
    const server = put("src/server.ts", SERVER.replace('execSync(`grep -c -F -e "${word}" notes.txt`).toString()', "count(word)").replace('import { execSync } from "node:child_process"', 'import { count } from "./count"'));
    const helper = put("src/count.ts", 'import { execSync } from "node:child_process";\nexport const count = (word: string) => execSync("grep " + word + " notes.txt").toString();\n');
    const other = put("src/other.ts", SERVER);
    const session = createSession(setUp());
    const places = (file: string) => session.answer.check({ session: root, files: [file] }, job).findings.map((each) => each.location.file);
    expect(places(server)).toEqual([helper]);
    expect(places(helper)).toEqual([helper]);
    expect(places(other)).toEqual([other]);
  });

  test("counts as it is open, and as it is on the disk once it is closed", () => {
    const file = put("server.ts", SERVER);
    const session = createSession(setUp());
    expect(rulesIn(session)).toEqual(["error command-injection"]);
    session.setText({ session: root, file, text: "export {};\n" });
    expect(rulesIn(session)).toEqual([]);
    session.setText({ session: root, file });
    expect(rulesIn(session)).toEqual(["error command-injection"]);
    writeFileSync(file, "export {};\n");
    session.onDisk(file);
    expect(rulesIn(session)).toEqual([]);
  });

  test("stops when it is told to, and can be asked again", () => {
    put("server.ts", SERVER);
    const session = createSession(setUp());
    expect(() => session.answer.scan({ session: root }, { ...job, isCancelled: () => true })).toThrow(CancelledError);
    expect(rulesIn(session)).toEqual(["error command-injection"]);
  });

  test("gives the lines of every file that it names", () => {
    const file = put("server.ts", SERVER);
    const { lines, findings } = createSession(setUp()).answer.scan({ session: root }, job);
    expect(Object.keys(lines)).toEqual([file]);
    expect(lines[file]?.length).toBe(SERVER.split("\n").length);
    expect(findings.length).toBe(1);
  });
});

describe("the configuration", () => {
  test("comes from the file and the settings, which win rule by rule", () => {
    put("server.ts", SERVER);
    put("old/server.ts", SERVER);
    put("portcullis.config.json", '{ "rules": { "command-injection": "note", "sql-injection": "off" }, "exclude": ["old/"] }');
    const session = createSession(setUp());
    expect(rulesIn(session)).toEqual(["note command-injection"]);
    session.setUp(setUp({ rules: { "command-injection": "warning" } }));
    expect(rulesIn(session)).toEqual(["warning command-injection"]);
    session.setUp(setUp({ exclude: ["/server.ts"] }));
    expect(rulesIn(session)).toEqual([]);
  });

  test("of a workspace that is not trusted overlooks nothing, but its mistakes are told", () => {
    put("server.ts", SERVER);
    put("portcullis.config.json", '{ "rules": { "command-injection": "off" } }');
    const session = createSession(setUp({ isTrusted: false }));
    expect(rulesIn(session)).toEqual(["error command-injection"]);
    session.setUp(setUp());
    expect(rulesIn(session)).toEqual([]);
    const broken = put("portcullis.config.json", '{ "rulez": {} }');
    session.onDisk(broken);
    const { problems, lines } = session.answer.scan({ session: root }, job);
    expect(problems).toMatchObject([{ file: broken, range: { start: 2, end: 9 } }]);
    expect(lines[broken]).toEqual([0]);
  });
});

describe("documents in no folder", () => {
  test("are analysed as far as they are open", () => {
    const session = createSession({ session: "", rules: {}, exclude: [], isTrusted: true });
    session.setText({ session: "", file: "/@untitled//Untitled-1.ts", text: SERVER });
    const report = session.answer.check({ session: "", files: ["/@untitled//Untitled-1.ts"] }, job);
    expect(report.findings.map((each) => each.rule)).toEqual(["command-injection"]);
    session.setText({ session: "", file: "/@untitled//Untitled-1.ts" });
    expect(session.answer.check({ session: "", files: [] }, job).findings).toEqual([]);
  });
});

describe("fixes", () => {
  test("are given for one finding, and for all safe ones at once, without a trace in the session", () => {
    const twice = SERVER + SERVER.slice(SERVER.indexOf("server.registerTool")).replace('"count"', '"again"');
    const file = put("server.ts", twice);
    const session = createSession(setUp());
    const [finding] = session.answer.check({ session: root, files: [file] }, job).findings;
    const one = session.answer.fixes({ session: root, file, fingerprint: finding?.fingerprint ?? "" }, job);
    expect(one.fixes[0]?.safety).toBe("safe");
    expect(one.lines[file]?.length).toBe(twice.split("\n").length);
    const all = session.answer.fixAll({ session: root, file }, job);
    expect(all.fixed).toBe(2);
    const fixed = applyEdits(twice, all.edits);
    expect(fixed.match(/execFileSync\("grep"/g)?.length).toBe(2);
    expect(rulesIn(session).length).toBe(2);
    session.setText({ session: root, file, text: fixed });
    expect(rulesIn(session)).toEqual([]);
  });
});

describe("an ignore comment", () => {
  const ignored = (text: string, name = "server.ts") => {
    const file = put(name, text);
    const session = createSession(setUp());
    const [finding] = session.answer.check({ session: root, files: [file] }, job).findings;
    const { edits } = session.answer.ignore({ session: root, file, fingerprint: finding?.fingerprint ?? "", reason: "a\n test" }, job);
    const after = applyEdits(text, edits);
    session.setText({ session: root, file, text: after });
    expect(rulesIn(session)).toEqual([]);
    return after.split(/\r?\n/).filter((line, i) => line !== text.split(/\r?\n/)[i])[0];
  };

  test("stands above the line, as deep as the line", () => {
    expect(ignored(SERVER)).toBe("  // portcullis-ignore-next-line command-injection -- a test");
  });

  test("keeps the line ends of the file", () => {
    const text = SERVER.replaceAll("\n", "\r\n");
    const file = put("server.ts", text);
    const session = createSession(setUp());
    const [finding] = session.answer.check({ session: root, files: [file] }, job).findings;
    const { edits } = session.answer.ignore({ session: root, file, fingerprint: finding?.fingerprint ?? "", reason: "a test" }, job);
    expect(edits[0]?.text.endsWith("\r\n")).toBe(true);
  });

  test("stands above the statement when the finding begins inside a template", () => {
    const text = SERVER.replace('execSync(`grep -c -F -e "${word}" notes.txt`).toString();', "`\nfound ${execSync(`grep ${word} notes.txt`)}\n`;");
    expect(ignored(text)).toBe("  // portcullis-ignore-next-line command-injection -- a test");
  });

  test("is a JSX comment among elements", () => {
    const text = SERVER.replace(/ {2}const found[^]*?\n {2}return [^\n]*/, "  return render(\n    <p>\n      <b>found</b>\n      {execSync(`grep ${word} notes.txt`)}\n    </p>,\n  );");
    expect(ignored(text, "server.tsx")).toBe("      {/* portcullis-ignore-next-line command-injection -- a test */}");
  });

  test("that is there already for another rule stays where it works", () => {
    const text = SERVER.replace("  const found", "  // eslint-disable-next-line no-sync -- short\n  const found");
    expect(ignored(text)).toBe("  // portcullis-ignore-next-line command-injection -- a test");
  });
});

describe("a client's configuration", () => {
  const CONFIGURATION = '{\n  "servers": {\n    "n": {"command": "npx", "args": ["-y", "acme-server"], "env": {"A_TOKEN": "fake9f8e7d6c5b4a"}}\n  }\n}\n';

  test("is reviewed as it is open, without a look at the code beside it", () => {
    const file = put(".vscode/mcp.json", "{}");
    put("server.ts", SERVER);
    const session = createSession(setUp());
    session.setText({ session: root, file, text: CONFIGURATION });
    const { findings, files, lines } = session.answer.check({ session: root, files: [file] }, job);
    expect(findings.map(({ rule, location }) => [rule, location.file])).toEqual([["unpinned-package", file], ["secret-in-configuration", file]]);
    expect(files).toBe(1);
    expect(lines[file]).toHaveLength(6);
  });

  test("is part of a scan", () => {
    put(".mcp.json", CONFIGURATION.replace("servers", "mcpServers"));
    put("server.ts", SERVER);
    expect(rulesIn(createSession(setUp()))).toEqual(["warning unpinned-package", "error secret-in-configuration", "error command-injection"]);
    expect(rulesIn(createSession(setUp({ rules: { "unpinned-package": "off" }, exclude: ["*.ts"] })))).toEqual(["error secret-in-configuration"]);
  });

  test("has its fixes, among them the version that the project has", () => {
    put("node_modules/acme-server/package.json", '{"name": "acme-server", "version": "3.1.4"}');
    const file = put(".vscode/mcp.json", CONFIGURATION);
    const session = createSession(setUp());
    const fixes = session.answer.check({ session: root, files: [file] }, job).findings.flatMap(({ fingerprint }) => session.answer.fixes({ session: root, file, fingerprint }, job).fixes);
    expect(fixes.map(({ title }) => title)).toEqual(["Pin acme-server to 3.1.4, which is installed here", "Have VS Code ask for it and keep it encrypted", "Take it from the environment variable A_TOKEN"]);
    const all = session.answer.fixAll({ session: root, file }, job);
    expect(applyEdits(CONFIGURATION, all.edits)).toContain('"acme-server@3.1.4"');
  });

  test.each([
    [".vscode/mcp.json", CONFIGURATION, "    // portcullis-ignore-next-line unpinned-package -- ours\n"],
    [".codex/config.toml", '[mcp_servers.n]\ncommand = "npx"\nargs = ["acme-server"]\n', "# portcullis-ignore-next-line unpinned-package -- ours\n"],
    [".continue/mcpServers/n.yaml", "mcpServers:\n  - name: n\n    command: npx\n    args: [acme-server]\n", "    # portcullis-ignore-next-line unpinned-package -- ours\n"],
  ])("%s can say what is to be ignored", (name, text, comment) => {
    const file = put(name, text);
    const session = createSession(setUp());
    const found = session.answer.check({ session: root, files: [file] }, job).findings.find(({ rule }) => rule === "unpinned-package");
    const { edits } = session.answer.ignore({ session: root, file, fingerprint: found?.fingerprint ?? "", reason: "ours" }, job);
    expect(edits.map((edit) => edit.text)).toEqual([comment]);
  });

  test("of a person, open without a folder, is reviewed too", () => {
    const session = createSession({ session: "", rules: {}, exclude: [], isTrusted: true });
    const file = "/@vscode-userdata//home/me/.config/Code/User/mcp.json";
    session.setText({ session: "", file, text: CONFIGURATION });
    expect(session.answer.check({ session: "", files: [file] }, job).findings.map(({ severity, rule }) => `${severity} ${rule}`)).toEqual(["warning unpinned-package", "warning secret-in-configuration"]);
  });
});
