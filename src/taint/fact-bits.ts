import type { Harmless } from "../schema/harmless";
import { Clean, type CleanBits } from "./label";

/** What schemas and patterns tell of a text, as bits of `Clean`. */
export function factBits(facts: Harmless): CleanBits {
  let bits = 0n;
  if (facts.command) bits |= Clean.command;
  if (facts.sql) bits |= Clean.sql;
  if (facts.code) bits |= Clean.code | Clean.query;
  if (facts.path) bits |= Clean.path;
  if (facts.noDotDot) bits |= Clean.noDotDot;
  if (facts.urlPath) bits |= Clean.urlPath;
  if (facts.pattern) bits |= Clean.pattern;
  if (facts.noProto) bits |= Clean.key;
  if (facts.noLeadingDash) bits |= Clean.option;
  if (facts.oneWord) bits |= Clean.oneWord;
  return bits;
}
