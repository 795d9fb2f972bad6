import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/base/json";
import { fieldsOf, MAX_TEXT } from "../../src/wording/fields";

const read = (raw: JsonObject) => fieldsOf({ kind: "tool", index: 0, name: "t", raw });

describe("the texts of an offer", () => {
  it("are all found, each with its place", () => {
    const { fields } = read({
      name: "t",
      description: "D",
      inputSchema: { type: "object", properties: { path: { type: "string", description: "P", enum: ["a"], default: "b" }, nested: { properties: { deep: {} } } }, $defs: { Box: { title: "B" } } },
      annotations: { title: "T" },
      _meta: { note: "M" },
      "x-own": ["X"],
    });
    expect(fields.map(({ path, kind, text }) => `${kind} ${path}=${text}`)).toEqual([
      "name name=t", "prose description=D", "value inputSchema.type=object", "parameter inputSchema.properties.path=path", "value inputSchema.properties.path.type=string",
      "prose inputSchema.properties.path.description=P", "value inputSchema.properties.path.enum[0]=a", "value inputSchema.properties.path.default=b", "parameter inputSchema.properties.nested=nested",
      "parameter inputSchema.properties.nested.properties.deep=deep", "parameter inputSchema.$defs.Box=Box", "prose inputSchema.$defs.Box.title=B", "prose annotations.title=T", "key _meta.note=note", "value _meta.note=M", "key x-own=x-own", "value x-own[0]=X",
    ].sort((a, b) => order(fields, a) - order(fields, b)));
  });

  it("are cut where a server sends too much, and that is said", () => {
    const long = read({ name: "t", description: "x".repeat(MAX_TEXT + 1) });
    expect(long.fields.at(-1)?.text).toHaveLength(MAX_TEXT);
    expect(long.limits).toEqual(["description is cut after 200,000 characters"]);
    const many = read({ name: "t", inputSchema: { enum: Array.from({ length: 20_000 }, (_, i) => `v${i}`) } });
    expect(many.fields.length).toBeLessThanOrEqual(5_000);
    expect(many.limits).toEqual(["has more text than is read: the rest is not reviewed"]);
  });

  it("don't lead into the depth", () => {
    const { fields, limits } = read(JSON.parse(`{"name":"t","a":${'{"b":'.repeat(5_000)}"deep"${"}".repeat(5_000)}}`) as JsonObject);
    expect(fields.some(({ text }) => text === "deep")).toBe(false);
    expect(limits).toEqual([expect.stringContaining("nests deeper than is read")]);
  });
});

/** The order of the walk is not what is tested. */
function order(fields: ReturnType<typeof read>["fields"], line: string): number {
  return fields.findIndex(({ path, kind, text }) => line === `${kind} ${path}=${text}`);
}
