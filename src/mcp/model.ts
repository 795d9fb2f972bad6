import type { Location } from "../base/text";
import type { Expression, FunctionNode, Module } from "../syntax/program";
import type { Schema } from "../schema/schema";

/** What the code of a workspace offers over MCP. */
export interface McpModel {
  readonly entries: readonly Entry[];
  /** Whether anything in the workspace has to do with MCP at all. */
  readonly isMcp: boolean;
  /** Whether a server has the state verified that clients bring back (`requestState.verify` of its options). */
  readonly verifiesState?: boolean;
}

/** One handler that a client can make run: of a tool, a prompt, a resource, or a dispatcher that serves many of them. */
export interface Entry {
  readonly kind: "tool" | "prompt" | "resource" | "completion" | "request";
  /** The name as clients see it, of a request its method; undefined for a dispatcher (`setRequestHandler`), whose name is an input. */
  readonly name?: string;
  readonly description?: string;
  readonly handler: HandlerRef;
  readonly inputs: readonly Input[];
  /** The call (or class, or file) that registers it. */
  readonly location: Location;
  /** Of a dispatcher: the tools it advertises in its list, with schemas that nothing enforces; also tools registered as `{name, handler}` objects. */
  readonly advertised: readonly AdvertisedTool[];
  /** Nothing seen registers it: it has the looks of a tool, and who serves it is not known. */
  readonly isGuess?: true;
}

/** A tool known by name, with the function that serves it where that is a function of its own. */
export interface AdvertisedTool {
  readonly name: string;
  readonly description?: string;
  readonly schema?: Schema;
  readonly location: Location;
  readonly handler?: HandlerRef;
}

/** A function, with the values of the names it closes over where the registration goes through a local wrapper. */
export interface HandlerRef {
  readonly function: FunctionNode;
  readonly module: Module;
  /** For wrappers (`function tool(name, cb) { server.registerTool(name, {}, async (a) => cb(a)) }`): parameters of the wrapper and what the caller passed. */
  readonly bound: readonly BoundName[];
  /** For a method: the class whose instance `this` is. */
  readonly classId?: string;
  /** The module of that class, where it is not the function's own. */
  readonly classModule?: Module;
}

/** What a name that a handler closes over stands for. The binding is "this" for the object that a method of a base class runs on. */
export interface BoundName {
  readonly binding: string;
  readonly value: Expression;
  /** The module whose names the value uses. */
  readonly module: Module;
  /** The module that the binding is of, where it is not the handler's own: a name that another bound value uses. */
  readonly owner?: Module;
}

/** How untrusted data arrives in a handler. */
export interface Input {
  /** Which parameter of the handler, from 0. */
  readonly parameter: number;
  /** The expression of the handler's body whose value it is, where it arrives in no parameter: `JSON.parse(body)`. */
  readonly at?: Expression;
  /** Where in that parameter: `request.params.arguments` is ["params", "arguments"]. */
  readonly path: readonly string[];
  /** "context" is the object that SDKs pass beside the arguments (`extra`, `ctx`): only some of its members come from outside. */
  readonly role: "arguments" | "name" | "uri" | "variables" | "completion" | "context";
  /** What the SDK enforces before the handler runs; undefined where nothing is. */
  readonly schema?: Schema;
  /** Of a resource template: which variables may hold a slash (`{+path}`); values arrive without percent-decoding. */
  readonly template?: { readonly text: string; readonly variables: readonly { readonly name: string; readonly mayHoldSlash: boolean }[] };
}
