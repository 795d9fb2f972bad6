import type { Check } from "../../audit";
import { autoApproval, sandboxApproval } from "./auto-approval";
import { asCheck, type EntryCheck } from "./configuration-check";
import { openConnection } from "./open-connection";
import { secretInConfiguration } from "./secret-in-configuration";
import { shellWrapper } from "./shell-wrapper";
import { unpinnedPackage } from "./unpinned-package";
import { wideAccess } from "./wide-access";

/** What is looked for in an entry of a client's configuration. */
export const entryChecks: readonly EntryCheck[] = [secretInConfiguration, unpinnedPackage, shellWrapper, openConnection, wideAccess, autoApproval, sandboxApproval];

/** The same, as the audit runs them. */
export const configurationChecks: readonly Check[] = entryChecks.map(asCheck);
