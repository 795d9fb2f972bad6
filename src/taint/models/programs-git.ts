import type { ProgramModel } from "./programs";

/** git 2.24 and later understand `--end-of-options`; `--` says of most of these that paths follow, which turns a revision into a file. `checkout`, `reset` and `blame` understand neither. */
function revisions(model: ProgramModel): ProgramModel {
  return { endOfOptions: "--end-of-options", ...model };
}

const writes = "overwrite files (`--output`)";
const uploads = "run programs (`--upload-pack`)";
const showing = { letters: "pusczwbDR", names: "stat name-only name-status oneline patch no-patch graph all decorate no-color cached staged numstat shortstat summary raw merges no-merges reverse follow no-ext-diff first-parent quiet branches tags remotes" };

/** The subcommands of git, and what their options can do. */
export const gitSubcommands: Readonly<Record<string, ProgramModel>> = {
  log: revisions({ danger: writes, switches: showing }),
  show: revisions({ danger: writes, switches: showing }),
  diff: revisions({ danger: writes, switches: showing }),
  "diff-tree": revisions({ danger: writes, switches: { ...showing, letters: "rpuscz" } }),
  "format-patch": revisions({ danger: writes, switches: { letters: "nks", names: "stdout" } }),
  "rev-list": revisions({ switches: { names: "count all reverse no-merges merges objects" } }),
  shortlog: revisions({ danger: writes, switches: { letters: "nsec", names: "numbered summary email" } }),
  archive: { danger: "run programs (`--exec`) and write files (`--output`)", switches: { letters: "v", names: "verbose" } },
  clone: { danger: uploads, switches: { letters: "lnqsv", names: "quiet verbose bare mirror no-checkout single-branch recursive shallow-submodules no-tags" }, endOfOptions: "--" },
  fetch: { danger: uploads, switches: { letters: "apqtvfkn", names: "all prune tags force quiet verbose dry-run no-tags unshallow prune-tags" }, endOfOptions: "--" },
  pull: { danger: uploads, switches: { letters: "aqrvf", names: "rebase no-rebase ff-only no-ff ff all quiet verbose autostash prune force no-commit" }, endOfOptions: "--" },
  push: { danger: "run programs (`--receive-pack`)", switches: { letters: "dfnquv", names: "all tags force force-with-lease set-upstream delete quiet verbose dry-run no-verify follow-tags prune mirror porcelain" }, endOfOptions: "--" },
  "ls-remote": { danger: uploads, switches: { letters: "htq", names: "heads tags quiet refs symref" }, endOfOptions: "--" },
  grep: { danger: "run programs (`--open-files-in-pager`)", switches: { letters: "nilcwEFGPvhH", names: "line-number ignore-case count cached untracked" } },
  rebase: revisions({ danger: "run programs (`--exec`)", switches: { letters: "iqvf", names: "continue abort skip interactive autosquash autostash quiet" } }),
  bisect: { danger: "run programs" },
  submodule: { danger: "run programs" },
  config: { danger: "name programs that git runs", switches: { names: "global local system list get unset get-all unset-all" } },
  blame: { switches: { letters: "ltfnsew", names: "porcelain line-porcelain" } },
  add: { switches: { letters: "nvfuA", names: "all force update verbose intent-to-add" }, endOfOptions: "--" },
  rm: { switches: { letters: "nrfq", names: "cached force quiet" }, endOfOptions: "--" },
  mv: { switches: { letters: "kfnv", names: "force verbose" }, endOfOptions: "--" },
  init: { danger: "take hooks from a template (`--template`)", switches: { letters: "q", names: "quiet bare" }, endOfOptions: "--" },
  checkout: { switches: { letters: "fqmlt", names: "force quiet detach track no-track" } },
  switch: revisions({ switches: { letters: "fqmdt", names: "force quiet detach" } }),
  branch: revisions({ switches: { letters: "aDdfrmMcCvlq", names: "all delete force list move remotes verbose copy show-current unset-upstream" } }),
  tag: revisions({ switches: { letters: "adfslv", names: "annotate delete force list sign" } }),
  commit: { switches: { letters: "aqvns", names: "all amend allow-empty no-verify signoff quiet no-edit" } },
  merge: revisions({ switches: { letters: "qv", names: "no-ff ff-only squash abort no-commit continue quit ff no-edit" } }),
  reset: { switches: { letters: "q", names: "hard soft mixed keep merge quiet" } },
  revert: revisions({ switches: { letters: "nes", names: "no-edit no-commit abort continue" } }),
  "cherry-pick": revisions({ switches: { letters: "nexs", names: "no-commit abort continue skip" } }),
  restore: { switches: { letters: "qSW", names: "staged worktree quiet" } },
  stash: {},
  remote: { switches: { letters: "v", names: "verbose" } },
  worktree: { switches: { letters: "f", names: "force detach" } },
  "rev-parse": { switches: { names: "verify short abbrev-ref show-toplevel git-dir is-inside-work-tree" } },
  "cat-file": revisions({ switches: { letters: "tpse" } }),
  "ls-files": { switches: { letters: "cdmoisz", names: "cached others error-unmatch exclude-standard" }, endOfOptions: "--" },
  "ls-tree": revisions({ switches: { letters: "rtdlz", names: "name-only full-tree" } }),
  "merge-base": revisions({ switches: { names: "is-ancestor all" } }),
  describe: revisions({ switches: { names: "tags all always long" } }),
  reflog: {},
  status: { switches: { letters: "sbz", names: "short porcelain branch" } },
  apply: { switches: { letters: "Rv", names: "check cached index reverse" } },
};
