import { probeSentences } from "../audit/connect/probe-plan";
import { describeLaunch, type Target } from "../audit/connect/target";
import { visible } from "../report/plain-text";
import { CancelledError, UsageError, type Console } from "./console";

/**
 * Shows what would be started, exactly but for its secrets, and asks. What the person has typed as an address needs no question.
 * @throws UsageError where nobody is there to answer
 * @throws CancelledError where the answer is no
 */
export async function confirmStart(target: Target, isConfirmed: boolean, console: Console): Promise<void> {
  if (target.transport !== "stdio" || isConfirmed) return;
  const line = visible(describeLaunch(target).line);
  if (console.ask === undefined) throw new UsageError(`Starting a server runs its code on this computer. Nobody is at a terminal to say yes: look at the command, then add --yes\n  ${line}`);
  const answer = await console.ask(`${launchText(target)}\nStart it? [y/N] `);
  if (!/^y(es)?$/i.test(answer.trim())) throw new CancelledError("nothing was started");
}

/**
 * Tells what probes do and asks whether they may be made. Where nobody is there to answer, they are left out: the audit says so.
 * @returns whether the person agrees
 */
export async function agreesToProbes(targets: readonly Target[], isConfirmed: boolean, console: Console): Promise<boolean> {
  const addresses = targets.filter(({ transport }) => transport !== "stdio");
  if (addresses.length === 0) return false;
  if (isConfirmed || console.ask === undefined) return isConfirmed;
  const list = probeSentences.map((sentence) => `  - ${sentence}\n`).join("");
  const answer = await console.ask(`Besides reading what it offers, Portcullis can probe ${addresses.map((target) => visible(describeLaunch(target).line)).join(", ")}. No tool is called, and nothing changed:\n\n${list}\nProbe it? [y/N] `);
  return /^y(es)?$/i.test(answer.trim());
}

/** The command, its arguments one by one, its folder and the names of its variables, safe to print. */
function launchText(target: Target): string {
  const { command = "", args, cwd, environment } = describeLaunch(target);
  const rows: (readonly [string, string])[] = [["command", exact(command)]];
  args.forEach((arg, index) => rows.push([index === 0 ? "arguments" : "", exact(arg)]));
  if (cwd !== undefined) rows.push(["folder", visible(cwd)]);
  rows.push(["environment", environment.length === 0 ? EVERY_PROGRAM : `${environment.map(visible).join(", ")}; ${EVERY_PROGRAM}`]);
  return `\nThis starts a program on this computer, with your rights:\n\n${rows.map(([name, value]) => `  ${name.padEnd(12)} ${value}\n`).join("")}`;
}

const EVERY_PROGRAM = "what every program needs (PATH, HOME, …), and nothing else of yours";

/** Quotes where the eye could be wrong about where it begins and ends. */
function exact(word: string): string {
  return word === "" || /\s/.test(word) ? `"${visible(word)}"` : visible(word);
}
