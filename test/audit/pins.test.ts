import { describe, expect, it } from "vitest";
import { PinFileError, readPins, writePins } from "../../src/audit/pins/pin-file";
import { normalise, pinOf } from "../../src/audit/pins/normalise";
import { addedText } from "../../src/audit/pins/added-text";
import { surfaceOfTools } from "../../src/wording/surface";

const surface = surfaceOfTools("files", [{ name: "b", description: "B " }, { name: "a", inputSchema: { type: "object" } }, { name: "a" }, { name: "__proto__" }]);

describe("a pin", () => {
  it("comes back from its file as it was, and is written the same whatever the order", () => {
    const pins = [pinOf(surface, "2026-01-02T03:04:05Z"), { ...pinOf(surfaceOfTools("archive", []), "2026-01-01T00:00:00Z"), instructions: "Be kind." }];
    const text = writePins(pins);
    expect(writePins([...pins].reverse())).toBe(text);
    expect([...readPins(text).values()]).toEqual([...pins].reverse());
    expect(Object.keys(JSON.parse(text) as object)).toEqual(["format", "servers"]);
    expect(text).toContain('"tool:a#2"');
    expect(text).toContain('"tool:__proto__"');
  });

  it.each([
    ["{", "The pin file is no JSON"],
    ["[]", 'The pin file has no "servers"'],
    ['{"format": 99, "servers": {}}', "The pin file has format 99, and this version of Portcullis reads 1"],
    ['{"format": 1, "servers": {"a": 1}}', 'The pin of "a" has no "offers"'],
    ['{"format": 1, "servers": {"a": {"offers": {"tool:x": 1}}}}', 'The pin of "a" has no object under "tool:x"'],
  ])("says what is wrong with %s", (text, message) => {
    expect(() => readPins(text)).toThrow(PinFileError);
    expect(() => readPins(text)).toThrow(message);
  });

  it("leaves out what means nothing, and keeps what might", () => {
    expect(normalise({ b: null, a: "x \r\ny", annotations: {}, inputSchema: { $schema: "s", required: ["z", "a"], additionalProperties: false, type: ["string"], properties: {} } })).toEqual({
      a: "x\ny",
      inputSchema: { required: ["a", "z"], additionalProperties: false, type: "string" },
    });
  });
});

it("new text is what no sentence said before", () => {
  expect(addedText("Adds. Returns a sum.", "Adds! Reads  notes. Returns a sum")).toBe("Reads  notes.");
});
