import { UsageError } from "./console";
import { text, texts, type Values } from "./option-values";

/** A server that is asked itself, as the arguments name it. */
export type LiveSource = LiveCommon & (
  /** A command to start. */
  | { readonly kind: "stdio"; readonly command: string; readonly environment: readonly Setting[] }
  /** An address. */
  | { readonly kind: "url"; readonly url: string; readonly headers: Readonly<Record<string, string>> }
  /** The servers of a client's configuration, or the one that `name` names. */
  | { readonly kind: "config"; readonly file: string }
);

interface LiveCommon {
  /** What the report and the pin call it, where the person has said so; of a configuration, which of its servers. */
  readonly name?: string;
  /** The file to compare with. */
  readonly pin?: string;
  /** Take what the server says now as the new pin. */
  readonly updatePin: boolean;
  /** The person has seen what is started, and agrees to the probes. */
  readonly isConfirmed: boolean;
}

/** A variable for the server; without a value it is taken from our own environment. */
export interface Setting {
  readonly name: string;
  readonly value?: string;
}

/**
 * Reads the options of a live audit.
 * @throws UsageError with what to write instead
 */
export function readLiveOptions(kind: LiveSource["kind"], values: Values): LiveSource {
  const [name, pin] = [text(values["server"]), text(values["pin"])];
  const updatePin = values["update-pin"] === true;
  if (updatePin && pin === undefined) throw new UsageError("--update-pin needs the file, as in --pin .portcullis/pins.json --update-pin");
  const common = { updatePin, isConfirmed: values["yes"] === true, ...(name === undefined ? {} : { name }), ...(pin === undefined ? {} : { pin }) };
  const [environment, headers] = [texts(values["env"]), texts(values["header"])];
  if (kind === "config") {
    if (environment.length + headers.length > 0) throw new UsageError(`--${environment.length > 0 ? "env" : "header"} does not go with --config: the file says what its servers are given`);
    return { ...common, kind, file: text(values["config"]) ?? "" };
  }
  if (kind === "stdio") {
    if (headers.length > 0) throw new UsageError("--header goes with --url: a server that is started has its secrets in its environment, as in --env API_KEY");
    return { ...common, kind, command: text(values["stdio"]) ?? "", environment: environment.map(readSetting) };
  }
  if (environment.length > 0) throw new UsageError("--env goes with --stdio: a server at an address is sent headers, as in --header \"Authorization: Bearer …\"");
  return { ...common, kind, url: readUrl(text(values["url"]) ?? ""), headers: Object.fromEntries(headers.map(readHeader)) };
}

function readSetting(given: string): Setting {
  const [, name, value] = /^([A-Za-z_]\w*)(?:=(.*))?$/su.exec(given) ?? [];
  // Never repeated in a message: it may be the secret itself.
  if (name === undefined) throw new UsageError("--env takes a name, or a name and a value, as in --env API_KEY or --env REGION=eu");
  return value === undefined ? { name } : { name, value };
}

function readHeader(given: string): readonly [string, string] {
  // What a header's name and value may be is RFC 9110's; a line end in it would be a second header.
  const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):[ \t]*([\t\u0020-\u007e\u0080-\u00ff]*?)[ \t]*$/u.exec(given) ?? [];
  if (name === undefined || value === undefined || value === "") throw new UsageError('--header takes a name and a value, as in --header "Authorization: Bearer …"');
  return [name, value];
}

function readUrl(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url?.protocol !== "https:" && url?.protocol !== "http:") throw new UsageError("--url takes an address that begins with https:// or http://, as in --url https://mcp.example.com/mcp");
  return url.href;
}
