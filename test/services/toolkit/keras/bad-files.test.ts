import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readKeras } from "../../../../services/toolkit/keras/read-keras.js";
import { ServiceError } from "../../../../services/toolkit/service/error.js";
import { writeH5, writeKerasArchive } from "../../../fixtures/keras-file.js";
import { DENSE_RELU, DENSE_WEIGHTS, input, layer, sequential } from "./configs.js";

const folder = mkdtempSync(join(tmpdir(), "keras-test-"));
afterAll(() => rmSync(folder, { recursive: true }));
const good = { h5: join(folder, "good.h5"), keras: join(folder, "good.keras") };

beforeAll(async () => {
  await writeH5(good.h5, DENSE_RELU, DENSE_WEIGHTS);
  await writeKerasArchive(good.keras, sequential("net", [input("in", [null, 1]), layer("PReLU", "slope")]), {
    "layers/p_re_lu": [{ shape: [1], data: [1] }],
  });
});

function file(name: string, content: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function failure(path: string): Promise<ServiceError> {
  const error: unknown = await readKeras(path).then(
    () => new Error("it was read"),
    (cause) => cause,
  );
  if (error instanceof ServiceError) return error;
  throw error;
}

test.each([
  ["an empty file", "", "it is empty"],
  ["a text file", "import tensorflow\n", "it is a text file"],
  [
    "a pickle",
    Uint8Array.of(0x80, 4, 0x95, 1, 0),
    "it is a Python pickle, which is never opened: that could run code",
  ],
  ["an ONNX model", Uint8Array.of(8, 8, 0x12, 4, 200, 1), "it is an ONNX model"],
  ["a TFLite model", Uint8Array.of(28, 0, 0, 0, 0x54, 0x46, 0x4c, 0x33), "it is a TFLite model"],
  ["a Git LFS pointer", "version https://git-lfs.github.com/spec/v1\n", "it is a Git LFS pointer"],
])("%s with the name .h5 is told for what it is", async (_, content, what) => {
  const path = file("model.h5", content);
  const { code, message, path: at } = await failure(path);
  expect({ code, message, at }).toEqual({
    code: "model_unreadable",
    message: `${path} is not a Keras network: ${what}.`,
    at: path,
  });
});

test("a missing file is told as missing", async () => {
  expect(await failure(join(folder, "none.h5"))).toMatchObject({ code: "model_not_found" });
});

test.skipIf(process.platform === "win32")("a pipe is refused, not waited for", async () => {
  const path = join(folder, "pipe.h5");
  execFileSync("mkfifo", [path]);
  expect((await failure(path)).message).toContain("it is not a file");
});

test("a file cut short says how long it should be", async () => {
  const whole = readFileSync(good.h5);
  const path = file("short.h5", whole.subarray(0, whole.length - 100));
  expect((await failure(path)).message).toContain(
    `cut short or damaged (it should have ${whole.length} bytes and has ${whole.length - 100})`,
  );
});

test("a file of weights alone says how to make a whole one", async () => {
  const path = join(folder, "weights.h5");
  await writeH5(path, undefined, { dense: DENSE_WEIGHTS.dense });
  expect(await failure(path)).toMatchObject({
    code: "keras_weights_only",
    hint: expect.stringContaining("model.load_weights(…)"),
  });
});

test("a Lambda layer is refused by its full name, whatever its code", async () => {
  const path = join(folder, "lambda.h5");
  const inner = {
    ...sequential("inner", [layer("Lambda", "odd", { function: ["4wEA", null, null] })]),
    name: "inner",
  };
  await writeH5(path, sequential("net", [input("in", [null, 1]), inner]), {});
  const { code, message } = await failure(path);
  expect(code).toBe("keras_layer_unsupported");
  expect(message).toContain("The layer 'inner/odd' (class Lambda) holds Python code, which is never run");
});

test("a layer called with training=True is refused", async () => {
  const path = join(folder, "training.h5");
  const called = layer("Dropout", "drop", {}, [[["in", 0, 0, { training: true }]]]);
  const config = {
    name: "net",
    layers: [input("in", [null, 1]), called],
    input_layers: [["in", 0, 0]],
    output_layers: [["drop", 0, 0]],
  };
  await writeH5(path, { class_name: "Functional", config }, {});
  expect((await failure(path)).message).toContain("The layer 'drop' is called with training=True");
});

test("a subclassed model is told as one", async () => {
  const path = join(folder, "subclassed.h5");
  await writeH5(path, { class_name: "MyNet", config: {} }, {});
  expect(await failure(path)).toMatchObject({ code: "keras_subclassed" });
});

const slope = sequential("net", [input("in", [null, 1]), layer("PReLU", "slope")]);

test.each([
  ["missing", "keras_weights_missing", {}],
  ["integers", "keras_weights_type", { "slope/alpha:0": { shape: [1], data: [1], type: "<i" as const } }],
])("weights that are %s are told with their layer", async (_, code, weights) => {
  const path = join(folder, "weights-bad.h5");
  await writeH5(path, slope, { slope: weights });
  const error = await failure(path);
  expect(error.code).toBe(code);
  expect(error.message).toContain("the weight 'alpha' of the layer 'slope'");
});

test("weights that are not finite are counted, and the first is told with its place", async () => {
  const path = join(folder, "nan.h5");
  const data = [1, 2, 3, 4, Number.NaN, Number.POSITIVE_INFINITY];
  await writeH5(path, slope, { slope: { "slope/alpha:0": { shape: [2, 3], data } } });
  const { code, message } = await failure(path);
  expect(code).toBe("weights_not_finite");
  expect(message).toContain(
    "the weight 'alpha' of the layer 'slope' holds 2 values of 6 that are NaN or infinite; the first is NaN at [1, 1]",
  );
});

test("a kernel of the wrong rank is told with its shape", async () => {
  const path = join(folder, "rank.h5");
  await writeH5(path, DENSE_RELU, {
    dense: { ...DENSE_WEIGHTS.dense, "dense/kernel:0": { shape: [6], data: [1, 2, 3, 4, 5, 6] } },
  });
  expect((await failure(path)).message).toContain("has the shape [6], where 2 dimensions are expected");
});

test("models inside models that multiply without bound are refused", async () => {
  let model: object = sequential("m0", [input("in", [null, 1]), layer("ReLU", "relu")]);
  for (let depth = 1; depth < 25; depth++) {
    const inner = {
      ...model,
      name: `m${depth - 1}`,
      inbound_nodes: [[["in", 0, 0]], [[`m${depth - 1}`, 1, 0]]],
    };
    model = {
      class_name: "Functional",
      config: {
        name: `m${depth}`,
        layers: [input("in", [null, 1]), inner],
        input_layers: [["in", 0, 0]],
        output_layers: [[`m${depth - 1}`, 2, 0]],
      },
    };
  }
  const path = join(folder, "many.h5");
  await writeH5(path, model, {});
  expect((await failure(path)).message).toContain("more than 100000 layer calls");
});

test("a zip archive that is no network tells what it holds", async () => {
  const path = file("photos.keras", zipSync({ "cat.jpg": strToU8("x") }));
  expect((await failure(path)).message).toContain(
    "a zip archive without config.json, so no Keras network; it holds cat.jpg",
  );
});

test("an archive that claims to be huge is refused before it is unpacked", async () => {
  const archive = Buffer.from(zipSync({ "config.json": strToU8("{}"), "model.weights.h5": strToU8("x") }));
  archive.writeUInt32LE(0xf0000000, archive.indexOf("PK\x01\x02") + 24);
  expect((await failure(file("bomb.keras", archive))).message).toContain(
    "would have 4026531840 bytes unpacked",
  );
});

test("an encrypted archive is told as one", async () => {
  const archive = Buffer.from(readFileSync(good.keras));
  for (let at = archive.indexOf("PK\x01\x02"); at >= 0; at = archive.indexOf("PK\x01\x02", at + 4))
    archive[at + 8] = 1;
  expect((await failure(file("locked.keras", archive))).message).toContain("its config.json is encrypted");
});

test.each(["h5", "keras"] as const)(
  "a damaged .%s gives an error or a network, never another fault",
  async (kind) => {
    const whole = readFileSync(good[kind]);
    const path = join(folder, `damaged.${kind}`);
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(damage, fc.option(fc.nat(whole.length)), async (changes, length) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        writeFileSync(path, length === null ? bytes : bytes.subarray(0, length));
        const error: unknown = await readKeras(path).then(
          () => undefined,
          (cause) => cause,
        );
        if (error !== undefined) expect(error).toBeInstanceOf(ServiceError);
      }),
      { numRuns: 300 },
    );
  },
);
