import { describe, expect, it } from "vitest";
import { unavailableValues } from "../../src/schema/unavailable.js";

const sections = {
  quantization: {
    properties: {
      quantizer: { type: "string", unavailable: [{ pattern: "^later$", because: "Use now." }] },
      inner: {
        properties: { board: { unavailable: [{ pattern: "MP", because: "No.", unless: ["tools.cloud"] }] } },
      },
    },
  },
};

describe("unavailableValues", () => {
  it("tells each value that its schema calls unavailable, with the reason", () => {
    const config = { quantization: { quantizer: "later", inner: { board: "STM32MP2" } } };
    expect(unavailableValues(config, sections)).toEqual([
      { key: "quantization.quantizer", message: "'later' is not available here yet", hint: "Use now." },
      { key: "quantization.inner.board", message: "'STM32MP2' is not available here yet", hint: "No." },
    ]);
  });

  it("tells nothing where a flag lifts the rule", () => {
    const config = { quantization: { inner: { board: "STM32MP2" } }, tools: { cloud: true } };
    expect(unavailableValues(config, sections)).toEqual([]);
    expect(unavailableValues({ ...config, tools: { cloud: false } }, sections)).toHaveLength(1);
  });

  it("holds a rule only where other values match, with its own message", () => {
    const rule = { pattern: "^keras$", where: { "general.path": "\\.onnx$" }, message: "does not fit" };
    const schemas = { quantization: { properties: { quantizer: { unavailable: [rule] } } } };
    const config = (path: string) => ({ quantization: { quantizer: "Keras" }, general: { path } });
    expect(unavailableValues(config("net.ONNX"), schemas)).toEqual([
      { key: "quantization.quantizer", message: "'Keras' does not fit" },
    ]);
    expect(unavailableValues(config("net.h5"), schemas)).toEqual([]);
    expect(unavailableValues({ quantization: { quantizer: "keras" } }, schemas)).toEqual([]);
  });

  it("tells nothing of other values, unknown keys and sections without a schema", () => {
    const config = { quantization: { quantizer: "now", other: "later" }, mine: { quantizer: "later" } };
    expect(unavailableValues(config, sections)).toEqual([]);
  });
});
