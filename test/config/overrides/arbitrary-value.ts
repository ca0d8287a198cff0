/** Random values of the override grammar and random override texts, for property tests. */
import fc from "fast-check";
import { keyIdentity } from "../../../src/config/overrides/python-order.js";
import type { DictEntry, Element, Scalar } from "../../../src/config/overrides/value.js";

const at = 0;
/** Unquoted text cannot hold other characters, begin or end with a space that is not escaped, or look typed. */
const word = fc.stringMatching(/^[a-z_$][a-zA-Z0-9_/\-\\+.$%*@?|()[\]{}:=, \t]{0,12}$/);
const text = word.filter((value) => !/^(?:null|true|false|inf|nan)$/i.test(value));

const scalar: fc.Arbitrary<Scalar> = fc.oneof(
  fc.constant<Scalar>({ kind: "null", at }),
  fc.boolean().map((value): Scalar => ({ kind: "bool", value, at })),
  fc.bigInt().map((value): Scalar => ({ kind: "int", value, at })),
  fc.double().map((value): Scalar => ({ kind: "float", value, at })),
  text.map((value): Scalar => ({ kind: "str", value, at })),
);
const quoted = fc
  .record({
    value: fc.string({ unit: fc.constantFrom("a", "\\", "'", '"', " ", "é", "\n", ",") }),
    single: fc.boolean(),
  })
  .map(({ value, single }): Scalar => ({ kind: "str", value, quote: single ? "single" : "double", at }));

/** Any element: what `valueText` writes and the parser reads back. */
export const anyValue: fc.Arbitrary<Element> = fc.letrec<{ element: Element }>((tie) => ({
  element: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(scalar, quoted),
    fc.array(tie("element"), { maxLength: 4 }).map((items): Element => ({ kind: "list", items, at })),
    fc
      .uniqueArray(fc.record({ key: scalar, value: tie("element") }), {
        maxLength: 4,
        selector: ({ key }) => keyIdentity(key),
      })
      .map((entries: readonly DictEntry[]): Element => ({ kind: "dict", entries, at })),
  ),
})).element;

/** Text close to the grammar: soup of its tokens, and its functions around values. */
export const anyOverrideText: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom("k=", "+k=", "++g/h@p=", "~k=", "~", "k", ""),
    fc.array(
      fc.constantFrom(
        ...[
          "a",
          "1",
          "-4",
          "1.5",
          "nan",
          "null",
          "true",
          "[",
          "]",
          "{",
          "}",
          "(",
          ")",
          ",",
          ":",
          "=",
          " ",
          "\t",
        ],
        ...[
          "'",
          '"',
          "\\",
          "${",
          "$",
          "choice(",
          "range(",
          "int(",
          "sort(",
          "tag(",
          "glob(",
          "step=",
          "é",
          "#",
          "\n",
        ],
      ),
      { maxLength: 12 },
    ),
  )
  .map(([key, parts]) => key + parts.join(""));

/** @returns the value without the indices of its parts. */
export function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (value === null || typeof value !== "object" || value instanceof Set) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "at")
      .map(([key, item]) => [key, withoutPlaces(item)]),
  );
}
