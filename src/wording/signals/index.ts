import { asksForSecrets } from "./asks-for-secrets";
import { concealment } from "./concealment";
import { crossToolSteering } from "./cross-tool-steering";
import { encodedText } from "./encoded-text";
import { exfiltrationParameter } from "./exfiltration-parameter";
import { hiddenText } from "./hidden-text";
import { instructionsToModel } from "./instructions-to-model";
import { preferenceManipulation } from "./preference-manipulation";
import type { Signal } from "./signal";
import { skippedConsent } from "./skipped-consent";
import { toolPriority } from "./tool-priority";

/** Every signal, in the order in which lists show their checks. */
export const signals: readonly Signal[] = [
  hiddenText, encodedText, instructionsToModel, concealment, asksForSecrets, exfiltrationParameter, toolPriority, crossToolSteering, skippedConsent, preferenceManipulation,
];
