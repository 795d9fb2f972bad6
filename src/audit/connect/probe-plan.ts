/** What probing an HTTP server means, for a person to say yes or no to: a line each. None of it calls a tool, or changes anything. */
export const probeSentences: readonly string[] = [
  "looks at its certificate and version of TLS",
  "says hello three times and compares the session ids, which are ended again",
  "says hello, and asks for the tools, without your headers and tokens",
  "says hello as if from a page of another site (another Origin, another Host, a CORS preflight)",
  "sends a message that is no JSON, and one with a method that nobody has, to see what errors give away",
  "looks for the metadata that says where tokens come from",
  "to servers of revision 2026-07-28: sends a header that contradicts its message",
];

/** The name that probes pretend to come from; nobody can own it (RFC 2606). */
export const FOREIGN_HOST = "portcullis-probe.example";
