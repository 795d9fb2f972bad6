/** A function that tells whether one path lies inside another: a guard for file paths. */
export interface ContainmentPredicate {
  /** As imported: a package whose default export is the function. */
  readonly symbol: string;
  readonly child: number;
  /** The argument, or "cwd" where the working folder is meant. */
  readonly parent: number | "cwd";
  /**
   * "resolving" resolves both paths first, so that `..` and relative paths are seen for what they are; "textual" compares texts with a separator,
   * so that it holds for a path that has been resolved before, and `root/../../etc` passes for inside otherwise.
   */
  readonly judgement: "resolving" | "textual";
  /** Whether a path counts as inside itself. */
  readonly includesSelf: boolean;
}

/** Packages that do nothing else. None of them follows symbolic links. */
export const containmentPredicates: readonly ContainmentPredicate[] = [
  { symbol: "is-path-inside", child: 0, parent: 1, judgement: "resolving", includesSelf: false },
  { symbol: "path-is-inside", child: 0, parent: 1, judgement: "textual", includesSelf: true },
  { symbol: "is-path-in-cwd", child: 0, parent: "cwd", judgement: "resolving", includesSelf: false },
];
