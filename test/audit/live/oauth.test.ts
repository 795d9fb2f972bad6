import { afterEach, describe, expect, it } from "vitest";
import { createMemoryStore, openLoopbackReceiver, type AuthorizationPorts } from "../../../src/audit/connect";
import { auditServer } from "../../../src/audit/live";
import { workbench } from "../../cli/workbench";
import { agree, listenProtected, type OAuthOptions, type ProtectedServer } from "../servers/oauth-servers";

const opened: ProtectedServer[] = [];
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
});

async function open(options: OAuthOptions = {}): Promise<ProtectedServer> {
  const server = await listenProtected(options);
  opened.push(server);
  return server;
}

const pathsOf = ({ asked }: ProtectedServer): readonly string[] => asked.map(({ path }) => path);

function audit(server: ProtectedServer, more: Partial<AuthorizationPorts> = {}) {
  const authorization = { store: createMemoryStore(), openReceiver: openLoopbackReceiver, openBrowser: agree, ...more };
  return auditServer({ target: { transport: "http", name: "web", url: server.url } }, { environment: {}, version: "0.0.0", authorization });
}

describe("a server that wants a token is audited with one", () => {
  it("after registering, with PKCE and the resource it is for", async () => {
    const server = await open();
    const { surface, unreachable } = await audit(server);
    expect(unreachable).toBeUndefined();
    expect(surface?.tools.map(({ name }) => name)).toEqual(["add"]);
    expect(pathsOf(server)).toEqual(["/register", "/authorize", "/token"]);
    const [register, authorize] = server.asked;
    expect(register?.parameters).toMatchObject({ client_name: "Portcullis", application_type: "native", token_endpoint_auth_method: "none" });
    expect(authorize?.parameters).toMatchObject({ resource: server.url, code_challenge_method: "S256", scope: "tools" });
    expect(register?.parameters["redirect_uris"]).toBe(JSON.stringify([authorize?.parameters["redirect_uri"]]));
    expect(authorize?.parameters["redirect_uri"]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
  });

  it("with a metadata document in place of a registration", async () => {
    const server = await open({ takesDocuments: true });
    const clientMetadataUrl = "https://portcullis.example/client.json";
    expect((await audit(server, { clientMetadataUrl })).unreachable).toBeUndefined();
    expect(pathsOf(server)).toEqual(["/authorize", "/token"]);
    expect(server.asked[0]?.parameters["client_id"]).toBe(clientMetadataUrl);
  });

  it("that is kept, and renewed without a person when it has ended", async () => {
    const server = await open();
    const store = createMemoryStore();
    await audit(server, { store });
    const refuse = (): Promise<void> => Promise.reject(new Error("nobody is to be asked again"));
    expect((await audit(server, { store, openBrowser: refuse })).unreachable).toBeUndefined();
    server.expireTokens();
    expect((await audit(server, { store, openBrowser: refuse })).surface?.tools).toHaveLength(1);
    expect(server.asked.at(-1)).toMatchObject({ path: "/token", parameters: { grant_type: "refresh_token" } });
  });

  it("though a page of somebody else came to the receiver first", async () => {
    const server = await open({ sendsForeignState: true });
    expect((await audit(server)).unreachable).toBeUndefined();
    expect(server.foreignAnswers).toEqual([400]);
  });
});

describe("no token is asked for", () => {
  it("where another issuer sends the browser back", async () => {
    const server = await open({ issuer: "https://evil.example" });
    const { unreachable, score } = await audit(server);
    expect(unreachable).toMatch(/issuer/i);
    expect(score.value).toBe(0);
    expect(pathsOf(server)).not.toContain("/token");
  });

  it("where nobody can be asked", async () => {
    const server = await open();
    const { unreachable } = await auditServer({ target: { transport: "http", name: "web", url: server.url } }, { environment: {}, version: "0.0.0" });
    expect(unreachable).toBe("the server wants authorization (HTTP 401)");
    expect(pathsOf(server)).toEqual([]);
  });
});

it("on the command line the page to open is printed, and no token", async () => {
  const server = await open();
  const onError = (text: string): void => {
    const page = /https?:\/\/\S+\/authorize\?\S+/.exec(text)?.[0];
    if (page !== undefined) void agree(new URL(page));
  };
  const { code, output, errors } = await workbench({}, { answers: ["n"], onError }).portcullis("audit", "--url", server.url, "--format", "json");
  expect(code).toBe(0);
  expect(errors).toContain("Open this page in a browser on this computer:");
  expect((JSON.parse(output) as { servers: { tools: unknown[] }[] }).servers[0]?.tools).toHaveLength(1);
  expect(output + errors).not.toMatch(/fake-(token|refresh|code)/);
});
