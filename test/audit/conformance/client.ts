/**
 * Our client as the official conformance suite starts it: the address is the last argument, the rest is in the environment. What a
 * scenario asks beyond reading (calling tools, answering elicitation) is done with the connection's own client.
 */
import { connectServer, createMemoryStore, openLoopbackReceiver, type AuthorizationPorts, type Connection } from "../../../src/audit/connect";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../src/base/json";

const url = process.argv.at(-1) ?? "";
const scenario = process.env["MCP_CONFORMANCE_SCENARIO"] ?? "";
const version = process.env["MCP_CONFORMANCE_PROTOCOL_VERSION"] ?? "";
const given: JsonValue = JSON.parse(process.env["MCP_CONFORMANCE_CONTEXT"] ?? "{}") as JsonValue;
const context: JsonObject = isJsonObject(given) ? given : {};

void main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);

async function main(): Promise<void> {
  const connection = await connectServer({ transport: "http", name: scenario, url }, {
    environment: process.env,
    version: "0.0.0",
    // The suite says which revision it speaks; a person's server is asked.
    era: version === "2026-07-28" ? "modern" : "legacy",
    // An audit offers none of this; the scenarios want to see it done rightly.
    capabilities: { elicitation: { form: { applyDefaults: true } }, sampling: {}, roots: {} },
    authorization: authorization(),
    // A busy machine is no reason to fail; the suite has a limit of its own.
    limits: { requestTime: 90_000, totalTime: 110_000 },
  });
  try {
    answerRequests(connection);
    await connection.readSurface();
    // The audit shows every tool; what may be called, and which parameters go into headers, the SDK's client learns from its own list.
    const { tools } = await connection.client.listTools();
    for (const { name, args } of calls(tools.map((tool) => [tool.name, { ...tool.inputSchema } as JsonObject]))) {
      // Some servers of the suite answer with an error on purpose.
      await connection.client.callTool({ name, arguments: args }).catch((error: unknown) => console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`));
    }
  } finally {
    await connection.close();
  }
}

function answerRequests({ client }: Connection): void {
  client.setRequestHandler("elicitation/create", () => ({ action: "accept", content: {} }));
  client.setRequestHandler("sampling/createMessage", () => ({ role: "assistant", model: "none", content: { type: "text", text: "done" } }));
  client.setRequestHandler("roots/list", () => ({ roots: [] }));
}

/** The calls that the scenario prescribes, or every tool once. */
function calls(tools: readonly (readonly [string, JsonObject])[]): readonly { readonly name: string; readonly args: JsonObject }[] {
  const prescribed = context["toolCalls"];
  if (Array.isArray(prescribed)) return (prescribed as readonly JsonValue[]).flatMap((call) => (isJsonObject(call) && typeof call["name"] === "string" ? [{ name: call["name"], args: isJsonObject(call["arguments"]) ? call["arguments"] : {} }] : []));
  return tools.map(([name, schema]) => ({ name, args: sample(schema) }));
}

/** Some value for every required parameter. */
function sample({ properties, required }: JsonObject): JsonObject {
  const names = Array.isArray(required) ? (required as readonly JsonValue[]) : [];
  return Object.fromEntries(names.flatMap((name): [string, JsonValue][] => {
    const schema = isJsonObject(properties) && typeof name === "string" ? properties[name] : undefined;
    const type = isJsonObject(schema) ? schema["type"] : undefined;
    return typeof name === "string" ? [[name, type === "number" || type === "integer" ? 1 : type === "boolean" ? true : "text"]] : [];
  }));
}

function authorization(): AuthorizationPorts {
  const { client_id: id, client_secret: secret } = context;
  return {
    store: createMemoryStore(),
    openReceiver: openLoopbackReceiver,
    // The browser of a person who agrees to everything: it follows the redirect to our receiver.
    openBrowser: async (page) => {
      const answer = await fetch(page, { redirect: "manual" });
      const back = answer.headers.get("location");
      if (back !== null) await fetch(new URL(back, page));
    },
    clientMetadataUrl: "https://conformance-test.local/client-metadata.json",
    ...(typeof id === "string" ? { client: { id, ...(typeof secret === "string" ? { secret } : {}) } } : {}),
  };
}
