/**
 * Words by what they do in an instruction. An attacker chooses the topic freely, but has to say that something must be done, when, to what, and by whom;
 * pairs of these groups in one sentence carry over to attackers whose words were never seen.
 */
const groups = {
  must: "must always mandatory required shall should need needs required obligatory compulsory ensure never critical essential crucial imperative strictly",
  before: "before prior first beforehand initially previously preceding earlier",
  after: "after afterwards subsequently following finally then",
  when: "when whenever if once every each any",
  call: "use uses using used call calls calling called invoke invoking invoked run running execute executing executed trigger launch",
  tool: "tool tools function functions server servers plugin plugins mcp",
  change: "modify modifies modified modifying change changed replace replaced replaces redirect redirected substitute swap alter override overrides rewrite set adjust convert multiply",
  add: "append prepend add include insert inject attach embed prefix suffix adding appending",
  argument: "argument arguments parameter parameters input inputs query field recipient destination value amount address body content path message",
  read: "read open access retrieve fetch load get extract collect gather obtain cat copy harvest",
  write: "write save store create log record archive",
  remove: "delete remove erase drop wipe disable deactivate revoke uninstall kill stop",
  send: "send sends sending forward transmit upload post submit share email mail exfiltrate deliver cc bcc curl wget",
  secret: "secret secrets password passwords credential credentials token tokens key keys ssh private confidential sensitive api cookie cookies",
  hide: "silently secretly hidden quietly covertly discreetly invisible unnoticed conceal hide background",
  say: "tell mention inform notify reveal disclose show explain say ask warn alert report",
  not: "not don't never without no cannot can't avoid doesn't won't",
  user: "user users user's customer client human person",
  model: "assistant ai model llm agent claude gpt you your chatgpt copilot cursor",
  power: "system admin administrator security policy protocol compliance override audit regulatory authorized official standard notice update requirement instruction instructions directive verification authentication",
  reason: "ensures because otherwise necessary compliance integrity safety verify verification secure prevent proper optimize consistency step purposes",
  priority: "priority higher precedence instead rather prefer preferred only replaces deprecated regardless ignore disregard supersedes unavailable disabled bypass skip",
  past: "conversation history previous chat messages context prompt session",
  command: "command commands shell bash sudo chmod rm echo ls whoami script terminal",
} as const;

/** What a word does in an instruction. */
export type Role = keyof typeof groups;

const roles: ReadonlyMap<string, readonly Role[]> = collectRoles();

/** The groups that a word belongs to. */
export function rolesOf(word: string): readonly Role[] {
  return roles.get(word) ?? none;
}

const none: readonly Role[] = [];

function collectRoles(): ReadonlyMap<string, readonly Role[]> {
  const found = new Map<string, Role[]>();
  for (const [role, words] of Object.entries(groups) as [Role, string][]) {
    for (const word of new Set(words.split(" "))) found.set(word, [...(found.get(word) ?? []), role]);
  }
  return found;
}
