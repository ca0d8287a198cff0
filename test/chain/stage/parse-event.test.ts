import fc from "fast-check";
import { expect, test } from "vitest";
import { redactor } from "../../../src/chain/redactor.js";
import { parseEvent } from "../../../src/chain/stage/parse-event.js";

const NOW = 1700000000000;
const asIs = (text: string) => text;

test.each([
  ['{"type":"log","level":"loud","message":"x"}', "needs one of debug, info, warn, error as level"],
  ['{"type":"progress","done":-1,"total":3}', "needs a number of 0 or more as done"],
  ['{"type":"metric","key":"","value":1}', "has an empty key"],
  [
    '{"type":"metric","key":"a","value":"high"}',
    "needs a number as value, or one of NaN, Infinity, -Infinity",
  ],
  ['{"type":"metric","key":"a","value":["NaN"]}', "needs a number as value"],
  ['{"type":"metric","key":"a","value":{"toString":1}}', "needs a number as value"],
  ['{"type":"metric","key":"a","value":1,"step":0.5}', "needs an integer as step"],
  ['{"type":"artifact","name":"m"}', "needs a text as path"],
  [
    '{"type":"artifact","name":"m","path":"m.onnx","signature":{"inputs":[{"name":"x","dtype":"int8","shape":[1.5]}],"outputs":[]}}',
    "needs inputs and outputs, each with a name, a dtype and a shape, as signature",
  ],
  ['{"type":"summary","rows":[{"label":"a"}]}', "has a row without a value"],
  ['{"type":"__proto__"}', /^has an unknown type; there are log, /],
  ["[]", "is no JSON object"],
])("%s is refused with the reason", (line, fault) => {
  const parsed = parseEvent(line, NOW, asIs);
  expect(parsed.ok ? "" : parsed.fault).toMatch(fault);
});

test("fields that the protocol does not know are left out", () => {
  const parsed = parseEvent('{"type":"param","key":"a","value":true,"stage":"9_other","seq":1}', NOW, asIs);
  expect(parsed).toEqual({ ok: true, event: { type: "param", key: "a", value: "true" } });
});

test("a number beyond JSON's range is infinite", () => {
  const parsed = parseEvent('{"type":"metric","key":"a","value":1e999}', NOW, asIs);
  expect(parsed).toMatchObject({ event: { value: "Infinity", timestamp: NOW } });
});

test("secrets are masked in every text, the longest first, and short ones are no secrets", () => {
  const redact = redactor(["tok", "hush", "hush-hush"]);
  const parsed = parseEvent(
    '{"type":"error","code":"c","message":"hush-hush tok","hint":"hush"}',
    NOW,
    redact,
  );
  expect(parsed).toMatchObject({ event: { message: "*** tok", hint: "***" } });
});

test("no line makes the reader throw", () => {
  const fields = fc.record(
    {
      type: fc.constantFrom("log", "metric", "param", "artifact", "summary", "error", "done", "progress"),
      value: fc.jsonValue(),
      rows: fc.jsonValue(),
    },
    { requiredKeys: ["type"] },
  );
  const lines = fc.oneof(
    fc.string(),
    fc.json(),
    fields.map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(lines, (line) => {
      expect(parseEvent(line, NOW, asIs)).toHaveProperty("ok");
    }),
  );
});
