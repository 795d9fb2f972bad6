import { each, programArguments } from "./entries";
import type { LibraryModel, SymbolModel } from "./model";

/** A method that hands its arguments, texts or lists of them, to a subcommand of git. */
function runsGit(...subcommand: readonly string[]): SymbolModel {
  return { sinks: [{ ...programArguments(["git", ...subcommand], "rest", "rest"), from: 0 }] };
}

/** Methods of that name whose plain texts and lists become arguments, in order. */
const subcommands = ["branch", "checkout", "clone", "diff", "fetch", "log", "merge", "mv", "pull", "push", "rebase", "reset", "revert", "rm", "show", "stash", "tag"];

/** simple-git. Objects of options are built by the program's author, and are not looked into. */
export const simpleGit: LibraryModel = {
  packages: ["simple-git", "simple-git/promise"],
  sameAs: { "simple-git/promise": "simple-git" },
  symbols: {
    ...each(["simple-git", "simple-git.simpleGit", "simple-git.gitP", "simple-git.default"], { returns: "simple-git.SimpleGit#" }),
    "simple-git.SimpleGit#cwd": { returns: "simple-git.SimpleGit#" },
    "simple-git.SimpleGit#raw": runsGit(),
    ...Object.fromEntries(subcommands.map((name) => [`simple-git.SimpleGit#${name}`, runsGit(name)] as const)),
    "simple-git.SimpleGit#diffSummary": runsGit("diff"),
    "simple-git.SimpleGit#checkoutBranch": runsGit("checkout"),
    "simple-git.SimpleGit#listRemote": runsGit("ls-remote"),
    "simple-git.SimpleGit#mergeFromTo": runsGit("merge"),
    "simple-git.SimpleGit#mirror": runsGit("clone"),
    "simple-git.SimpleGit#revparse": runsGit("rev-parse"),
  },
};
