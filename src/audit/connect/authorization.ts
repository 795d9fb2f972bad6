/** What OAuth needs from a program: a place for tokens, a way to the person's browser, and a way back from it. */
export interface AuthorizationPorts {
  readonly store: SecretStore;
  /** Makes ready for the browser's way back, before anything is registered: its address is part of the registration. */
  openReceiver(state: string): Promise<RedirectReceiver>;
  /** Shows a page in the person's browser. Only ever given http and https addresses; must not pass them through a shell. */
  openBrowser(url: URL): Promise<void>;
  /** Where our own client metadata document is published, for authorization servers that take one in place of a registration. */
  readonly clientMetadataUrl?: string;
  /** A client that the person has registered by hand. */
  readonly client?: { readonly id: string; readonly secret?: string };
  /** Scopes to ask for where neither the server nor its metadata names any. */
  readonly scope?: string;
}

/** Keeps secrets, each a text under a key: VS Code's SecretStorage, or memory. */
export interface SecretStore {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
}

/** Waits for the browser to come back from the authorization server. */
export interface RedirectReceiver {
  /** The address that the authorization server sends the browser to. */
  readonly url: string;
  /** The parameters it comes back with. */
  receive(signal: AbortSignal): Promise<URLSearchParams>;
  close(): Promise<void>;
}

/** Keeps secrets until the program ends. */
export function createMemoryStore(): SecretStore {
  const secrets = new Map<string, string>();
  return {
    get: (key) => Promise.resolve(secrets.get(key)),
    set: (key, value) => {
      secrets.set(key, value);
      return Promise.resolve();
    },
    delete: (key) => {
      secrets.delete(key);
      return Promise.resolve();
    },
  };
}
