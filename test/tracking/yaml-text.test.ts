import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type YamlFields, yamlText } from "../../src/tracking/yaml-text.js";

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "true",
    "no",
    "1e3",
    "2026-01-01 00:00:00",
    "~",
    '{"a": "it\'s"}',
    "a: b # c",
    " ",
    "\u0085\ufeff",
  ),
);
const { fields } = fc.letrec<{ fields: YamlFields }>((tie) => ({
  fields: fc.dictionary(
    text,
    fc.oneof({ maxDepth: 3 }, text, fc.integer(), fc.constant(null), tie("fields")),
  ) as fc.Arbitrary<YamlFields>,
}));

describe("yamlText", () => {
  it.each(["1.1", "1.2"] as const)("is read as the same record by YAML %s", (version) => {
    fc.assert(
      fc.property(fields, (record) => {
        const read: unknown = parse(yamlText(record) || "{}", { version });
        expect(JSON.stringify(read)).toBe(JSON.stringify(record));
      }),
    );
  });

  it("keeps JSON readable", () => {
    expect(yamlText({ signature: { inputs: '[{"name":"it\'s"}]', params: null } })).toBe(
      `signature:\n  inputs: '[{"name":"it''s"}]'\n  params: null\n`,
    );
  });
});
