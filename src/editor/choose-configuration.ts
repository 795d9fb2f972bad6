import type { Host } from "../base/host";
import type { Configuration } from "../engine/api";
import { CONFIGURATION_FILE, readConfiguration } from "../engine/configuration";
import { scanDescriptions } from "../scan/scanner";
import type { ConfigurationMistake, SessionSetup } from "./protocol";

/** The configuration that holds for a session, and the mistakes in its file. */
export interface ChosenConfiguration {
  readonly configuration: Configuration;
  readonly problems: readonly ConfigurationMistake[];
}

/**
 * Puts the configuration file of a folder and the editor's settings together. A level in the settings wins over the file's,
 * rule by rule, because it is the person's own and the nearer one; what either excludes is excluded.
 * A file with a mistake counts as absent, as on the command line, where it is an error. In a workspace that is not trusted the file
 * is only checked: code under suspicion must not say what is to be overlooked.
 */
export function chooseConfiguration(host: Host, { folder, rules, exclude, isTrusted }: SessionSetup): ChosenConfiguration {
  const file = `${folder ?? ""}/${CONFIGURATION_FILE}`;
  const text = folder === undefined ? undefined : host.read(file);
  const read = folder === undefined || text === undefined ? undefined : readConfiguration(text, folder, scanDescriptions.map(({ id }) => id));
  const own = read !== undefined && "configuration" in read && isTrusted ? read.configuration : { rules: {}, exclude: [] };
  const problems = read !== undefined && "errors" in read ? read.errors.map(({ message, range }) => ({ file, range, message })) : [];
  return {
    configuration: { ...(folder !== undefined && { folder }), rules: { ...own.rules, ...rules }, exclude: [...own.exclude, ...exclude] },
    problems,
  };
}
