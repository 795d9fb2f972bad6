import { findHandler } from "../handlers";
import { emptyEnvironment } from "../environment";
import type { Declaration, DeclaredShape } from "./shape";

/** `server.fallbackRequestHandler = async (request) => …`: it is given every request that nothing else answers, unchecked. */
export const fallbackHandler: DeclaredShape = {
  marker: /\.\s*fallbackRequestHandler\s*=/,
  read(module, values) {
    return values.indexOf(module).assigned.flatMap(({ target, value }): readonly Declaration[] => {
      const isFallback = target.kind === "place" && target.place.kind === "member" && target.place.property === "fallbackRequestHandler";
      const handler = isFallback ? findHandler({ expression: value, module, env: emptyEnvironment }, values) : undefined;
      return handler === undefined ? [] : [{ kind: "request", handler, inputs: [{ parameter: 0, path: ["params"], role: "arguments" }], range: value.range }];
    });
  },
};
