import type { Host } from "../base/host";
import type { AnalysisRequest } from "./api";

/** A host that tells how far an analysis is. */
export interface Progress extends Pick<Host, "read"> {
  /** Begins to count, for one analysis. */
  start(files: readonly string[], onProgress: AnalysisRequest["onProgress"]): void;
}

/** Counts the files of an analysis as they are read for the first time: that is when each is looked into. */
export function createProgress(host: Host): Progress {
  let awaited = new Set<string>();
  let total = 0;
  let tell: AnalysisRequest["onProgress"];
  return {
    start(files, onProgress) {
      tell = onProgress;
      awaited = new Set(onProgress === undefined ? [] : files);
      total = awaited.size;
    },
    read(file) {
      if (awaited.delete(file)) tell?.(total - awaited.size - 1, total);
      return host.read(file);
    },
  };
}
