import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isValidKey, toValidKey } from "../../../src/tracking/validation/key.js";
import { hasShared, shared } from "../../shared.js";

describe("toValidKey", () => {
  it.each([
    ["quantization.splits[0]", "quantization.splits.0"],
    ["a[0][1].b", "a.0.1.b"],
    ["lr@stage=1", "lr_stage_1"],
    ["/abs//a/./b/", "abs/a/b"],
    ["a/../b", "a/__/b"],
    ["...", "__."],
    ["", "_"],
    ["résolution ✓", "résolution _"],
    ["Internal Flash usage", "Internal Flash usage"],
    ["calibration/loss", "calibration/loss"],
  ])("makes %j %j", (key, expected) => {
    expect(toValidKey(key)).toBe(expected);
  });

  it("gives a valid key for any text, and leaves a valid one alone", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.string({ unit: fc.constantFrom(..."ab./[]: é#") }),
    );
    fc.assert(
      fc.property(text, (key) => {
        const valid = toValidKey(key);
        expect(isValidKey(valid)).toBe(true);
        expect(toValidKey(valid)).toBe(valid);
      }),
    );
  });
});

interface RecordedPair {
  readonly request: { readonly body: { readonly key: string } };
  readonly response: { readonly status: number };
}

describe.skipIf(!hasShared)("isValidKey (needs ../shared)", () => {
  it("agrees with a real server on every recorded key", () => {
    const folder = shared("golden", "mlflow", "rest_3.17_sqlite");
    const cases = readdirSync(folder).filter((name) => /log_parameter_key_/.test(name));
    const disagreed = cases.filter((name) => {
      const pair: RecordedPair = JSON.parse(readFileSync(`${folder}/${name}`, "utf8"));
      return isValidKey(pair.request.body.key) !== (pair.response.status === 200);
    });
    expect(cases.length).toBeGreaterThan(30);
    expect(disagreed).toEqual([]);
  });
});
