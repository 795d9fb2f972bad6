import type { McpModel } from "../mcp/model";
import type { NamedFunction, SourceFunction } from "../taint/taint";

/** The places where a model's arguments enter, for the taint analysis, which knows nothing of MCP. */
export function sourcesOf(model: McpModel): readonly SourceFunction[] {
  return model.entries.map((entry) => ({
    function: entry.handler.function,
    module: entry.handler.module,
    bound: entry.handler.bound,
    classId: entry.handler.classId,
    classModule: entry.handler.classModule,
    inputs: entry.inputs.map(({ parameter, path, role, schema, template }) => {
      const withoutSlash = template?.variables.flatMap((variable) => (variable.mayHoldSlash ? [] : [variable.name]));
      return { parameter, path, role, schema, withoutSlash };
    }),
    name: entry.name,
    kind: entry.kind,
  }));
}

/** The functions that are known to serve one tool each, though a dispatcher calls them. */
export function namedFunctionsOf(model: McpModel): readonly NamedFunction[] {
  return model.entries.flatMap((entry) =>
    entry.advertised.flatMap(({ name, handler }) => (handler === undefined ? [] : [{ function: handler.function, module: handler.module, name }])),
  );
}
