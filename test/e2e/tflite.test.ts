/** What is wrong with Keras and TensorFlow Lite networks, end to end: each is named, and no code in them is run. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type FixtureArray, writeH5, writeKerasArchive } from "../fixtures/keras-file.js";
import { emptyFolder, onlyRun } from "./program.js";
import { EVALUATE, expectBlock, inPairs, type Outcome, tell, workplace } from "./workplace.js";

const QUANTIZE = [...EVALUATE, "operation_mode=quantization", "quantization.quantizer=TFlite_converter"];

type Layer = readonly [name: string, className: string, config?: object];
type Shape = readonly (number | null)[];

const IMAGE: Shape = [null, 8, 8, 3];
const CONVOLUTION: Layer = ["conv", "Conv2D", { filters: 2, kernel_size: [1, 1], activation: "relu" }];
const LAMBDA: Layer = ["code", "Lambda", { function: ["4wEAAAA=", null, null], function_type: "lambda" }];

function sequential(layers: readonly Layer[], shape: Shape = IMAGE): object {
  const input: Layer = ["image", "InputLayer", { batch_input_shape: shape, dtype: "float32" }];
  const described = [input, ...layers].map(([name, className, config]) => ({
    class_name: className,
    config: { name, ...config },
  }));
  return { class_name: "Sequential", config: { name: "net", layers: described } };
}

const KERNEL: FixtureArray = { shape: [1, 1, 3, 2], data: [1, -1, 0.5, 0.25, -2, 3] };
const BIAS: FixtureArray = { shape: [2], data: [0.1, -0.1] };
const WEIGHTS = { conv: { "conv/kernel:0": KERNEL, "conv/bias:0": BIAS } };

async function cutShort(path: string): Promise<void> {
  await writeH5(path, sequential([CONVOLUTION]), WEIGHTS);
  writeFileSync(path, readFileSync(path).subarray(0, 3000));
}

/** A network's file, how it is made, what is told, and settings that are not the usual ones. */
const BAD: readonly (readonly [
  string,
  string,
  (path: string) => void | Promise<void>,
  RegExp,
  ...(readonly string[]),
])[] = [
  ["weights alone", "w.h5", (path) => writeH5(path, undefined, WEIGHTS), /holds weights without the network/],
  [
    "a pickle",
    "p.h5",
    (path) => writeFileSync(path, "\x80\x04}.", "latin1"),
    /p\.h5 is not a Keras network: .*pickle/,
  ],
  ["a text", "t.keras", (path) => writeFileSync(path, "hello\n"), /t\.keras is not a Keras network: .*text/],
  ["an .h5 cut short", "cut.h5", cutShort, /cut\.h5: its HDF5 content is cut short/],
  [
    "a Lambda",
    "l.h5",
    (path) => writeH5(path, sequential([CONVOLUTION, LAMBDA]), WEIGHTS),
    /l\.h5: The layer 'code' \(class Lambda\) holds Python code, which is never run/,
  ],
  [
    "a Lambda of Keras 3",
    "l.keras",
    (path) => writeKerasArchive(path, sequential([CONVOLUTION, LAMBDA]), { "layers/conv2d": [KERNEL, BIAS] }),
    /l\.keras: The layer 'code' \(class Lambda\)/,
  ],
  [
    "a layer of the user's own",
    "own.h5",
    (path) => writeH5(path, sequential([CONVOLUTION, ["mine", "Wavelet"]]), WEIGHTS),
    /own\.h5: Layer "mine" \(Wavelet\) is of a class .*supported are Activation, .*\n.*quantization\.engine: tensorflow/,
  ],
  [
    "a weight that is no number",
    "nan.h5",
    (path) => {
      const kernel = { ...KERNEL, data: [1, Number.NaN, 0, 0, 0, 0] };
      return writeH5(path, sequential([CONVOLUTION]), { conv: { ...WEIGHTS.conv, "conv/kernel:0": kernel } });
    },
    /the weight 'kernel' of the layer 'conv' holds 1 value of 6 that is NaN.* \[0, 0, 0, 1\]/,
  ],
  [
    "an image of another number of channels",
    "grey.h5",
    (path) => writeH5(path, sequential([CONVOLUTION]), WEIGHTS),
    /take images of 1 channels?, \[N, 8, 8, 1\]; it takes image \[N, 8, 8, 3\]\.\n.*color_mode: rgb/,
    "preprocessing.color_mode=grayscale",
  ],
  [
    "an image of any height",
    "any.h5",
    (path) => writeH5(path, sequential([CONVOLUTION], [null, null, 8, 3]), WEIGHTS),
    /a fixed size, .*it takes image \[N, N, 8, 3\]\.\n.*a fixed height and width/,
  ],
  [
    "a .tflite cut short",
    "cut.tflite",
    (path) => writeFileSync(path, Buffer.from("1c00000054464c3300000000", "hex")),
    /cut\.tflite is not a readable TFLite model/,
    "operation_mode=evaluation",
  ],
  [
    "a text named .tflite",
    "text.tflite",
    (path) => writeFileSync(path, "hello\n"),
    /text\.tflite is not a readable TFLite model: it is a text file/,
    "operation_mode=evaluation",
  ],
];

describe("networks that cannot be converted", () => {
  let outcomes: Outcome[];
  beforeAll(async () => {
    outcomes = await inPairs(BAD, async ([, name, make, , ...words]) => {
      const cwd = workplace();
      await make(join(cwd, name));
      return tell([...QUANTIZE, `general.model_path=${name}`, ...words], cwd);
    });
  });

  it.each(BAD.map(([title, , , says], index) => [title, says, index] as const))("%s", (_, says, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined) throw new Error("the case was not run");
    expectBlock(outcome, says);
    expect(existsSync(join(onlyRun(outcome.cwd), "quantized_models/quantized_model.tflite"))).toBe(false);
    expect(statusIn(outcome.cwd)).toEqual([FAILED]);
  });
});

/** MLflow's number of a run that failed. */
const FAILED = 4;

function statusIn(cwd: string): unknown[] {
  const store = join(cwd, "experiments_outputs/mlruns");
  const runs = readdirSync(store, { recursive: true, encoding: "utf8" });
  const described = runs.filter((path) => /^\d+\/[0-9a-f]{32}\/meta\.yaml$/.test(path));
  return described.map((path) => parse(readFileSync(join(store, path), "utf8")).status);
}

describe("networks that are right", () => {
  it("may have an ending in capitals, and blanks, accents and a # in the path", async () => {
    const cwd = workplace();
    const name = "mon modèle #2.H5";
    await writeH5(join(cwd, name), sequential([CONVOLUTION]), WEIGHTS);
    const { code, text } = await tell([...QUANTIZE, `general.model_path='${name}'`], cwd);
    expect([code, text.includes("-")]).toEqual([0, true]);
    expect(existsSync(join(onlyRun(cwd), "quantized_models/quantized_model.tflite"))).toBe(true);
  });

  it("are quantized with a warning where they are 0 throughout", async () => {
    const cwd = workplace();
    const zeros = {
      "conv/kernel:0": { ...KERNEL, data: [0, 0, 0, 0, 0, 0] },
      "conv/bias:0": { shape: [2], data: [0, 0] },
    };
    await writeH5(join(cwd, "zeros.h5"), sequential([CONVOLUTION]), { conv: zeros });
    const { code, text } = await tell([...QUANTIZE, "general.model_path=zeros.h5"], cwd);
    expect(code).toBe(0);
    expect(text).toContain("On all calibration images these are 0");
  });

  it("take the engine that an override names, and tell that its Python is not there", async () => {
    const cwd = workplace();
    await writeH5(join(cwd, "net.h5"), sequential([CONVOLUTION]), WEIGHTS);
    const words = [...QUANTIZE, "general.model_path=net.h5", "quantization.engine=tensorflow"];
    const gone = join(emptyFolder(), "python");
    expectBlock(await tell(words, cwd, { STM32AI_TENSORFLOW_PYTHON: gone }), gone);
  });
});
