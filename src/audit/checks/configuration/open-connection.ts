import { redactUrl } from "../../connect/redact";
import type { EntryCheck, EntryFinding } from "./configuration-check";
import { packageOf } from "./package";

/** What travels unencrypted, or to a server that proves nothing, is read and changed on the way. */
export const openConnection: EntryCheck = {
  id: "open-connection",
  summary: "The connection to the server is not encrypted, or the server's certificate is not verified",
  severity: "error",
  precision: "very-high",
  cwe: [319, 295],
  remedy: "Reach the server over HTTPS, and let its certificate be verified",
  find(entry) {
    const found: EntryFinding[] = [];
    const sends = Object.keys(entry.headers ?? {}).some((name) => /^(?:authorization|cookie)$|key|token|secret/i.test(name));
    if (entry.url !== undefined && isOpen(entry.url)) found.push({ severity: sends ? "error" : "warning", confidence: "high", field: "url", message: `"${entry.name}" is reached over plain HTTP${sends ? ", and its secrets travel in the open" : ": what it says can be changed on the way"}`, evidence: redactUrl(entry.url) });
    const bridge = packageOf(entry)?.name;
    if (bridge !== undefined && /^(?:mcp-remote|supergateway|mcp-proxy|@modelcontextprotocol\/inspector)$/.test(bridge)) {
      for (const [index, arg] of (entry.args ?? []).entries()) if (isOpen(arg)) found.push({ severity: "warning", confidence: "high", field: `args[${index}]`, message: `"${entry.name}" is reached over plain HTTP: what it says can be changed on the way`, evidence: redactUrl(arg) });
    }
    for (const [name, value] of Object.entries(entry.env ?? {})) {
      if ((name === "NODE_TLS_REJECT_UNAUTHORIZED" && value === "0") || (/^(?:PYTHONHTTPSVERIFY|GIT_SSL_VERIFY)$/.test(name) && /^(?:0|false)$/i.test(value)) || (name === "GIT_SSL_NO_VERIFY" && /^(?:1|true)$/i.test(value))) {
        found.push({ severity: "warning", confidence: "high", field: `env.${name}`, message: `"${entry.name}" accepts any certificate: whoever is in between can pretend to be every server it talks to`, evidence: `${name}=${value}` });
      }
    }
    return found;
  },
};

/** Plain HTTP that leaves this computer. A name without a dot is a container or a machine in the same room. */
function isOpen(url: string): boolean {
  if (!/^http:\/\//i.test(url) || !URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  const isLocal = /^(?:localhost|127(?:\.\d+){3}|\[::1\]|0\.0\.0\.0)$|\.(?:localhost|local|internal|test)$/i.test(hostname) || (!hostname.includes(".") && !hostname.startsWith("["));
  return !isLocal && !url.includes("${");
}
