import * as vscode from "vscode";
import { probeSentences } from "../../audit/connect/probe-plan";
import { describeLaunch, type Target } from "../../audit/connect/target";
import { shortened, visible } from "../../report/plain-text";

/** Asks before anything is started or reached. */
export interface Consent {
  /** What the person agrees to, of all targets; undefined for a no. What was agreed to is not asked again in this window, unless a word of it has changed. */
  ask(targets: readonly Target[]): Promise<Agreement | undefined>;
}

/** What a person has agreed to beyond starting and reaching servers. */
export interface Agreement {
  /** Whether servers over HTTP may be probed. */
  readonly probes: boolean;
}

/** Servers that are told one by one; a dialog has no scroll bar. */
const MOST_TOLD = 12;

/** Characters of one line in a dialog. What is longer is told to be. */
const LONGEST_LINE = 2_000;

/** Makes what asks; a workspace that nobody trusts is never asked about. */
export function createConsent(): Consent {
  const agreed = new Map<string, Agreement>();
  return {
    async ask(targets) {
      if (!vscode.workspace.isTrusted) {
        void vscode.window.showWarningMessage("Portcullis starts and reaches servers in trusted workspaces only."); // Only tells.
        return undefined;
      }
      const fresh = targets.filter((target) => !agreed.has(JSON.stringify(target)));
      if (fresh.length > 0) {
        const { message, detail, button, probing } = questionFor(fresh);
        const choice = await vscode.window.showWarningMessage(message, { modal: true, detail }, button, ...(probing === undefined ? [] : [probing]));
        if (choice === undefined) return undefined;
        for (const target of fresh) agreed.set(JSON.stringify(target), { probes: choice === probing });
      }
      return { probes: targets.some((target) => agreed.get(JSON.stringify(target))?.probes === true) };
    },
  };
}

/** What a person is asked: every command, argument and folder exactly, and the names of what is handed over beside them. */
export function questionFor(targets: readonly Target[]): Question {
  const [first] = targets;
  const programs = targets.filter(({ transport }) => transport === "stdio").length;
  const hasAddress = programs < targets.length;
  const told = targets.slice(0, MOST_TOLD).map((target) => [...(targets.length > 1 ? [`${visible(target.name)}:`] : []), ...linesOf(target)].join("\n"));
  const left = targets.length - told.length;
  const notes = [
    ...(left > 0 ? [`… and ${left} more. Audit these one by one to see them.`] : []),
    ...(programs > 0 ? ["A program that is started can do whatever you can do. Start it only if you would run it yourself."] : []),
    ...(hasAddress ? [["Probes:", ...probeSentences.map((sentence) => `• ${sentence}`)].join("\n")] : []),
  ];
  const detail = [...told, ...notes].join("\n\n");
  const withProbes = (button: string): Pick<Question, "button" | "probing"> => ({ button, ...(hasAddress ? { probing: `${button} and Probe` } : {}) });
  if (targets.length !== 1 || !first) return { message: `Start or reach ${targets.length} servers to audit them? ${programs} of them are programs on this computer.`, detail, ...withProbes("Audit All") };
  return first.transport === "stdio" ? { message: `Start “${visible(first.name)}” to audit it?`, detail, button: "Start" } : { message: `Connect to “${visible(first.name)}” to audit it?`, detail, ...withProbes("Connect") };
}

/** A question with its answers. */
export interface Question {
  readonly message: string;
  readonly detail: string;
  readonly button: string;
  /** The answer that agrees to probes as well, where there is something to probe. */
  readonly probing?: string;
}

function linesOf(target: Target): readonly string[] {
  const { command, args, cwd, environment, headers, line } = describeLaunch(target);
  const list = (label: string, names: readonly string[]): readonly string[] => (names.length === 0 ? [] : [cut(`${label}: ${names.map(visible).join(", ")}`)]);
  if (target.transport !== "stdio") return [cut(visible(line)), ...list("Headers", headers)];
  return [cut(`Command: ${visible(command ?? "")}`), ...(args.length === 0 ? [] : [cut(`Arguments: ${visible(line.slice((command ?? "").length).trim())}`)]), ...(cwd === undefined ? [] : [cut(`Folder: ${visible(cwd)}`)]), ...list("Environment", environment)];
}

function cut(line: string): string {
  return line.length <= LONGEST_LINE ? line : `${shortened(line, LONGEST_LINE)} (${line.length} characters in all)`;
}
