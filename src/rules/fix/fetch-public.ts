import type { SinkFact } from "../flows/sink-facts";
import type { Repair, RuleContext, RuleFix } from "../rule";
import { importHelper, type HelperFile } from "./helper-import";
import { isRefused, refuse, replace, unwrap, type Refused } from "./code";
import { objectOf } from "./options";
import { publicFetchExports, publicFetchFile, publicFetchName } from "./public-fetch-file";

/** Asks through a `fetch` that connects to public addresses only. */
export const fetchPublicAddresses: RuleFix<SinkFact> = {
  title: "Connect to public addresses only",
  safety: "review",
  edit: (fact, context) => (fact.sink.module.language === "python" ? undefined : useFetchPublic(fact, context)),
};

const helper: HelperFile = { name: publicFetchName, exports: publicFetchExports, text: publicFetchFile };

function useFetchPublic({ sink, sinks }: SinkFact, context: RuleContext): Repair | Refused {
  const { module, call } = sink;
  if (sinks.some(({ symbol }) => !/^global:(?:globalThis\.)?fetch$/.test(symbol)) || call.kind !== "call") {
    return refuse("Only the global `fetch` can be replaced by one that looks where it connects to. Which hosts may be asked is for you to say");
  }
  const init = call.arguments[1];
  if (init && objectOf(init)?.properties.some(({ key }) => key === "dispatcher")) return refuse("A dispatcher makes the connection here, and has to look where it leads");
  const access = importHelper(module, helper, [publicFetchExports.fetch], context.workspace);
  if (isRefused(access)) return access;
  const note = "Calls that lead into your own network fail from now on. Set `TRUSTED_HOSTS` to the hosts in it that tool calls may ask.";
  return { edits: [...access.edits, replace(module, unwrap(call.callee).range, publicFetchExports.fetch)], newFiles: access.newFiles, note };
}
