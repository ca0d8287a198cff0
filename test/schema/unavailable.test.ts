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

  it("tells nothing of other values, unknown keys and sections without a schema", () => {
    const config = { quantization: { quantizer: "now", other: "later" }, mine: { quantizer: "later" } };
    expect(unavailableValues(config, sections)).toEqual([]);
  });
});
