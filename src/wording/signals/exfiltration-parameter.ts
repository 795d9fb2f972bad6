import type { Sighting, Signal } from "./signal";

/** Parameters that a tool has no use for and that models fill with what they know, by what they would carry. */
const carried: readonly { readonly name: RegExp; readonly severity: "error" | "warning"; readonly what: string }[] = [
  { name: /^_*(?:full_|complete_|entire_|previous_|all_|prior_)?(?:conversation|chat|message|dialog|dialogue)s?_?(?:history|log|transcript|so_far|messages)_*$/, severity: "warning", what: "the conversation" },
  { name: /^_*(?:full_|your_|current_|original_)?(?:system_?prompt|system_?message|system_?instructions?|hidden_?instructions?)_*$/, severity: "warning", what: "the system prompt" },
  { name: /^_+(?:context|prompt|user|memory|secrets?|instructions?|env|history|notes?)_*$/, severity: "warning", what: "context, under a name that hides" },
  { name: /^(?:chain_of_thought|cot|internal_reasoning|scratchpad|model_thoughts)$/, severity: "warning", what: "the model's thoughts" },
  { name: /^(?:side_?note|exfil\w*|leak\w*|stolen\w*|content_from_reading_\w+|contents?_of_\w*(?:rsa|ssh|env|passwd)\w*|feedback_private|secret_notes?)$/, severity: "error", what: "data on the side" },
  { name: /^(?:llm|ai|agent|calling|caller)_?(?:model|name|model_name|model_id|identity)$/, severity: "warning", what: "which model calls it" },
  { name: /^(?:available_tools|tools?_list|list_of_tools|all_tools|other_tools|connected_servers|tool_call_history|tool_history)$/, severity: "warning", what: "which other tools there are" },
  { name: /^(?:user_?(?:password|credentials?|secrets?|private_key)s?|all_(?:credentials|secrets|env)|env_?vars?_dump|ssh_key_contents?)$/, severity: "warning", what: "secrets of the user" },
];

/** A parameter is there to carry data away. */
export const exfiltrationParameter: Signal = {
  id: "exfiltration-parameter",
  summary: "A parameter is there to carry away the conversation, the system prompt or other context",
  severity: "error",
  find: ({ texts }) =>
    texts.flatMap(({ kind, text, path }): readonly Sighting[] => {
      if (kind !== "parameter" || path.startsWith("outputSchema")) return [];
      const name = text.replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase().replaceAll("-", "_");
      const found = carried.find((each) => each.name.test(name));
      return found ? [{ severity: found.severity, confidence: "medium", field: path, message: `has the parameter \`${text.slice(0, 60).replaceAll("`", "'")}\`, which carries away ${found.what}`, evidence: text.slice(0, 120) }] : [];
    }),
};
