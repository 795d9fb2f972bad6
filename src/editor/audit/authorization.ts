import * as vscode from "vscode";
import type { HostHandlers } from "./worker-client";

/** Tokens lie under this prefix in VS Code's own storage of secrets. */
const PREFIX = "audit:";

/** What the audit's thread needs of the editor while a person authorizes: secrets, a browser, and a way back from it. */
export interface Authorization {
  readonly handlers: HostHandlers;
  dispose(): void;
}

/** Makes it; nothing is registered with VS Code before a browser has to come back to a window that is not on this computer. */
export function createAuthorization(secrets: vscode.SecretStorage, extensionId: string): Authorization {
  const waiting = new Map<string, Arrival>();
  let handler: vscode.Disposable | undefined;
  const onUri = (uri: vscode.Uri): void => {
    // Any page can open such an address; only the authorization server knows the state.
    const state = new URLSearchParams(uri.query).get("state");
    if (state !== null) waiting.get(state)?.arrive(uri.query);
  };
  return {
    handlers: {
      getSecret: async ({ key }) => secrets.get(PREFIX + key),
      setSecret: async ({ key, value }) => void (await secrets.store(PREFIX + key, value)),
      deleteSecret: async ({ key }) => void (await secrets.delete(PREFIX + key)),
      openBrowser: async ({ url }) => void (await openBrowser(url)),
      async openReceiver({ state }, signal) {
        if (isOnThisComputer()) return undefined;
        handler ??= vscode.window.registerUriHandler({ handleUri: onUri });
        waiting.set(state, createArrival());
        signal.addEventListener("abort", () => waiting.delete(state), { once: true });
        // The state is no part of the address: VS Code in a browser lets what the address says win over what it comes back with,
        // and the authorization server's answer would be compared with itself.
        const local = vscode.Uri.from({ scheme: vscode.env.uriScheme, authority: extensionId, path: "/callback" });
        return (await vscode.env.asExternalUri(local)).toString(true);
      },
      async receive({ state }) {
        const arrival = waiting.get(state);
        if (!arrival) throw new Error("the way back from the browser was closed");
        return arrival.query;
      },
      closeReceiver: async ({ state }) => void waiting.delete(state),
    },
    dispose() {
      handler?.dispose();
      waiting.clear();
    },
  };
}

interface Arrival {
  readonly query: Promise<string>;
  arrive(query: string): void;
}

function createArrival(): Arrival {
  let arrive: (query: string) => void = () => undefined;
  const query = new Promise<string>((resolve) => {
    arrive = resolve;
  });
  return { query, arrive: (given) => arrive(given) };
}

/** A desktop window without a remote: the browser and the extension host share their loopback addresses. */
function isOnThisComputer(): boolean {
  return vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
}

async function openBrowser(url: string): Promise<void> {
  if (!/^https?:$/.test(new URL(url).protocol)) throw new Error("the authorization server's address is none of the web");
  // As a text: a `Uri` would decode the address that stands inside of this one, and its own parameters with it. VS Code takes both.
  const opened = await vscode.env.openExternal((await seenFromBrowser(url)) as unknown as vscode.Uri);
  if (!opened) throw new Error("the browser was not opened");
}

/**
 * Where VS Code itself is a page, an authorization server on the extension host's computer is reached through VS Code. Only the origin
 * is left to it: an address that VS Code rewrites loses the encoding of its parameters, and with it the address to come back to.
 */
async function seenFromBrowser(url: string): Promise<string> {
  if (vscode.env.uiKind !== vscode.UIKind.Web) return url;
  const { origin, pathname, search } = new URL(url);
  const seen = await vscode.env.asExternalUri(vscode.Uri.parse(origin));
  return `${seen.toString(true).replace(/\/$/, "")}${pathname}${search}`;
}
