import { describe, expect, it } from "vitest";
import { loadYaml } from "../../src/config/yaml/load.js";
import { coerce } from "../../src/schema/coerce.js";
import type { Json, JsonSchema } from "../../src/schema/json.js";

function read(text: string, schema?: JsonSchema): Json {
  return coerce(loadYaml(text, "config.yaml"), schema, "/home/me");
}

describe("coerce, where a number is wanted", () => {
  const number = { type: "number" };

  it.each([
    ["1/127.5", 1 / 127.5],
    ['"2024"', 2024],
    ['"10.0"', 10],
    ['"1."', 1],
    ['"1e-6"', 1e-6],
    ["2**3", 8],
    ['"0x10"', 16],
    ['"1_000"', 1000],
  ])("reads %s", (text, value) => {
    expect(read(text, number)).toBe(value);
  });

  it.each(["None", "nan", "inf", "len", "'[1,2]'", "'07'", "10.0.0", "1/0", "a,b", '"len([1])"'])(
    "leaves %s as text, which the validator then refuses",
    (text) => {
      expect(typeof read(text, number)).toBe("string");
    },
  );
});

describe("coerce, otherwise", () => {
  it("reads a shape and a truth value where they are wanted", () => {
    expect(read("(192, 192, 3)", { type: "array", items: { type: "integer" } })).toEqual([192, 192, 3]);
    expect(read('"True"', { type: "boolean" })).toBe(true);
  });

  it("leaves text as it is where text is wanted or nobody says what is", () => {
    expect(read('"1/2"', { type: "string" })).toBe("1/2");
    expect(read("(192, 192, 3)")).toBe("(192, 192, 3)");
    expect(read('["1/2"]')).toEqual(["1/2"]);
  });

  it("writes a number as text where text is wanted", () => {
    expect(read("10.0", { type: "string" })).toBe("10.0");
    expect(read("2025", { type: "string" })).toBe("2025");
  });

  it("takes None for null where null is allowed, and the default for null where it is not", () => {
    expect(read("None", { type: ["integer", "null"] })).toBeNull();
    expect(read("null", { type: ["integer", "null"], default: 123 })).toBeNull();
    expect(read("null", { type: "integer", default: 32 })).toBe(32);
    expect(read("null", { type: "integer" })).toBeNull();
  });

  it("makes paths absolute, but for the web's and those of a Windows drive", () => {
    const path = { type: "string", format: "path" };
    expect(read("models/a.onnx", path)).toBe("/home/me/models/a.onnx");
    expect(read("../a.onnx", path)).toBe("/home/a.onnx");
    expect(read("https://example.org/a.onnx", path)).toBe("https://example.org/a.onnx");
    expect(read("C:/tools/stedgeai.exe", path)).toBe("C:/tools/stedgeai.exe");
  });
});
