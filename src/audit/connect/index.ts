/** The only place with processes and network. Loaded when a person connects to a server, and not before: it carries the SDK's client. */
export { createMemoryStore, type AuthorizationPorts, type RedirectReceiver, type SecretStore } from "./authorization";
export { ConnectError, connectServer, type Connection, type ConnectPorts } from "./connect";
export { defaultLimits, type Limits } from "./limits";
export { openLoopbackReceiver } from "./loopback-receiver";
export { readServer, type ServerReading } from "./read-server";
export { createRedact, redactArgs, redactUrl, type Redact } from "./redact";
export { describeLaunch, redactFor, type HttpTarget, type LaunchDescription, type StdioTarget, type Target } from "./target";
