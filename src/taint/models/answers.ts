/** What a server may ask of its client, or of whoever sits behind it. */
export type AnswerKind = "elicitation" | "sampling" | "roots" | "state";

/** A request whose answer is untrusted, and how a call that sends it is known. */
export interface AnswerModel {
  /** What the answer is, for people. */
  readonly what: string;
  /** Names of methods that send the request; told apart by the properties of their first argument where others have such a method too. */
  readonly methods: readonly { readonly name: string; readonly with?: readonly string[] }[];
  /** The method of the request where it is sent as `send({method: "…"})`. */
  readonly request?: string;
  /** Where in the result the untrusted part lies, where not everywhere. */
  readonly part?: readonly string[];
  /** Where the answer lies in the result, and the property of the request by which the SDK has checked it. */
  readonly checked?: { readonly member: string; readonly schema: string };
}

/** Answers of clients. Their texts come from a person, a model or the client's configuration, and no server decides what is in them. */
export const answers: Readonly<Record<AnswerKind, AnswerModel>> = {
  elicitation: {
    what: "the answer to an elicitation",
    methods: [{ name: "elicitInput" }, { name: "elicit" }],
    request: "elicitation/create",
    checked: { member: "content", schema: "requestedSchema" },
  },
  sampling: {
    what: "a model's answer to the server",
    methods: [{ name: "createMessage", with: ["messages", "maxTokens"] }, { name: "requestSampling" }],
    request: "sampling/createMessage",
  },
  roots: {
    what: "the client's roots",
    methods: [{ name: "listRoots" }],
    request: "roots/list",
    // The addresses are the very folders that a person hands to the server.
    part: ["roots", "[]", "name"],
  },
  state: {
    what: "the state that a client brings back unverified",
    methods: [],
  },
};
