import fc from "fast-check";
import type {
  Graph,
  Operator,
  Tensor,
  TensorData,
  TensorType,
} from "../../../../services/toolkit/tflite/graph.js";
import { BUILTIN_OPERATORS } from "../../../../services/toolkit/tflite/schema/builtin-operators.js";
import { BUILTIN_OPTIONS } from "../../../../services/toolkit/tflite/schema/builtin-options.js";
import { BUILTIN_OPTIONS_2 } from "../../../../services/toolkit/tflite/schema/builtin-options-2.js";
import type { Field, Fields, Wire } from "../../../../services/toolkit/tflite/schema/field.js";
import type { OperatorOptions } from "../../../../services/toolkit/tflite/schema/options.js";

const integer = (bits: number) => fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 });
const natural = (bits: number) => fc.integer({ min: 0, max: 2 ** bits - 1 });
/** Without -0: a default of 0 is left out of the file. */
const float = fc.float().map((value) => (value === 0 ? 0 : value));

const VALUES: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  bool: fc.boolean(),
  int8: integer(8),
  uint8: natural(8),
  uint16: natural(16),
  int32: integer(32),
  uint32: natural(32),
  float32: float,
  int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  uint64: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  string: fc.option(fc.string(), { nil: undefined }),
};

function wireValue(wire: Wire): fc.Arbitrary<unknown> {
  const value = VALUES[wire];
  if (value !== undefined) return value;
  if (wire === "[uint8]") return fc.option(fc.uint8Array({ maxLength: 5 }), { nil: undefined });
  const element = VALUES[wire.slice(1, -1)] ?? fc.constant(0);
  return fc.option(fc.array(element, { maxLength: 5 }), { nil: undefined });
}

function fieldValue(field: Field): fc.Arbitrary<unknown> {
  if (typeof field === "string") return wireValue(field);
  return "length" in field ? wireValue(field[0]) : fc.constant(undefined);
}

const tables: Readonly<Record<string, Fields>> = { ...BUILTIN_OPTIONS, ...BUILTIN_OPTIONS_2 };

const options = fc.constantFrom(...Object.entries(tables)).chain(([type, fields]) =>
  fc.record({
    type: fc.constant(type),
    ...Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fieldValue(field)])),
  }),
) as fc.Arbitrary<OperatorOptions>;

const ARRAYS: readonly [TensorType, (length: number) => TensorData][] = [
  ["FLOAT32", (length) => Float32Array.from({ length }, (_, i) => i / 3)],
  ["FLOAT16", (length) => new Uint8Array(2 * length).fill(60)],
  ["INT4", (length) => new Uint8Array(Math.ceil(length / 2)).fill(33)],
  ["INT8", (length) => Int8Array.from({ length }, (_, i) => -i)],
  ["UINT8", (length) => Uint8Array.from({ length }, (_, i) => i)],
  ["INT16", (length) => Int16Array.from({ length }, (_, i) => 300 * i)],
  ["INT32", (length) => Int32Array.from({ length }, (_, i) => -70_000 * i)],
  ["INT64", (length) => BigInt64Array.from({ length }, (_, i) => -(2n ** 40n) * BigInt(i))],
  ["FLOAT64", (length) => Float64Array.from({ length }, (_, i) => i / 3)],
  ["BOOL", (length) => new Uint8Array(length).fill(1)],
];

const value: fc.Arbitrary<Tensor> = fc
  .tuple(fc.constantFrom(...ARRAYS), fc.array(natural(2), { maxLength: 4 }), fc.boolean(), fc.boolean())
  .map(([[type], shape, quantized, open]) => ({
    name: "",
    type,
    shape,
    ...(open ? { signature: shape.map((size, i) => (i === 0 ? -1 : size)) } : {}),
    ...(quantized ? { quantization: { scale: Float32Array.of(0.5), zeroPoint: [-128], dimension: 0 } } : {}),
  }));

const constant = value.chain((tensor) =>
  fc.constantFrom(...ARRAYS).map(([type, make]): Tensor => {
    const length = tensor.shape.reduce((product, size) => product * size, 1);
    return { ...tensor, type, data: make(length) };
  }),
);

const draft = fc.record({
  op: fc.constantFrom(...BUILTIN_OPERATORS),
  options: fc.option(options, { nil: undefined }),
  custom: fc.record({ code: fc.string(), options: fc.uint8Array({ maxLength: 9 }) }),
  constants: fc.array(constant, { maxLength: 2 }),
  reads: fc.array(fc.option(natural(8), { nil: undefined }), { maxLength: 3 }),
  outputs: fc.array(value, { minLength: 1, maxLength: 2 }),
});

/** Networks of any operators with any options: sensible as files, not as computations. */
export const arbitraryGraph: fc.Arbitrary<Graph> = fc
  .record({
    name: fc.string(),
    inputs: fc.array(value, { minLength: 1, maxLength: 3 }),
    drafts: fc.array(draft, { maxLength: 6 }),
    signed: fc.boolean(),
  })
  .map(({ name, inputs, drafts, signed }) => {
    const known: Tensor[] = [...inputs];
    const operators = drafts.map(({ op, options, custom, constants, reads, outputs }): Operator => {
      const read = reads.map((index) => (index === undefined ? undefined : known[index % known.length]));
      known.push(...constants, ...outputs);
      return {
        op,
        inputs: [...read, ...constants],
        outputs,
        ...(options === undefined ? {} : { options }),
        ...(op === "CUSTOM" ? { custom } : {}),
      };
    });
    for (const [i, tensor] of known.entries()) tensor.name = `tensor ${i}`;
    const outputs = operators.at(-1)?.outputs.slice(0, 1) ?? [];
    const names = { inputs: inputs.map((_, i) => `in ${i}`), outputs: outputs.map((_, i) => `out ${i}`) };
    return { name, operators, inputs, outputs, ...(signed ? { signature: names } : {}) };
  });
