import type { Fix } from "../../base/finding";
import type { ConfigurationReading, LocatedEntry } from "../configuration/entries";
import { fixApproval } from "./approval";
import { fixConnection } from "./connection";
import { fixFolder } from "./folder";
import { fixSecret } from "./secret";
import { fixVersion } from "./version";

/** What fixing may know beyond the file. */
export interface FixMeans {
  /** The version of a package that this computer has already; no network is asked. */
  installedVersion(name: string): string | undefined;
}

/** One finding in a file, as fixes need it. */
export interface FixRequest {
  readonly check: string;
  readonly field: string;
  readonly located: LocatedEntry;
  readonly reading: ConfigurationReading;
  readonly text: string;
}

/** The ways to mend a finding, best first; empty where only a person can. */
export function fixesFor(request: FixRequest, means: FixMeans): readonly Fix[] {
  switch (request.check) {
    case "secret-in-configuration":
      return fixSecret(request);
    case "unpinned-package":
      return fixVersion(request, means);
    case "open-connection":
      return fixConnection(request);
    case "wide-access":
      return fixFolder(request);
    case "auto-approval":
      return fixApproval(request);
    default:
      return [];
  }
}
