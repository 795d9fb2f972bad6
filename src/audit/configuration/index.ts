/** What clients are told of servers: where their files lie, what stands in them, and what its variables mean. Texts in, entries out. */
export { clientFilesOf, findHomeFiles, findWorkspaceFiles, isConfigurationFile, isWorkspaceConfiguration, type ConfigurationHost, type FoundFile, type Machine } from "./client-files";
export { clientById, clients, type Client } from "./clients";
export { rangeOfField, readConfiguration, type ConfigurationReading, type InputDefinition, type LocatedEntry } from "./entries";
export type { ConfigProblem } from "./node";
export { describeEntry, readEnvFile, toTarget } from "./target";
export { resolveEntry, type Resolve, type ResolvedEntry, type Variable } from "./variables";
