import { isScored, scoreText, type WordingModel } from "../scorer/score-text";
import type { Sighting, Signal } from "./signal";

/** The small local scorer, as a signal like the others. */
export function suspiciousWording(model: WordingModel): Signal {
  return {
    id: "suspicious-wording",
    summary: "The wording as a whole is that of poisoned descriptions, judged by a small local model",
    severity: "error",
    find: ({ offer, texts, own }) =>
      texts.filter(isScored).flatMap(({ path, plain }): readonly Sighting[] => {
        const { value, strongest } = scoreText(plain, { names: own }, model);
        // A server's `instructions` speak to the model by trade: only what stands out among poisoned texts is worth a warning there.
        if (value < (offer === undefined ? model.error : model.warning)) return [];
        const isSure = value >= model.error && offer !== undefined;
        return [
          {
            severity: isSure ? "error" : "warning",
            confidence: isSure ? "medium" : "low",
            field: path,
            message: offer === undefined ? "read like a poisoned text, even for instructions" : `reads like a poisoned text (${isSure ? "fewer than 1" : "about 3"} in 100 real tools do)`,
            evidence: strongest.join(" · "),
          },
        ];
      }),
  };
}
