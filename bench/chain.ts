/**
 * `tsx bench/chain.ts`: what a whole `chain_eqe` on the embedded sample costs besides decoding photos and running
 * networks. The decoding and the inferences of its three stages are done bare, in this process, in turns with it.
 */
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { InferenceSession, Tensor } from "onnxruntime-node";
import sharp from "sharp";
import { type Command, measure, median } from "./measure.js";

const ROUNDS = 7;
const SIZE = 128;

const root = fileURLToPath(new URL("..", import.meta.url));
const sample = join(root, "config_file_examples/sample");
const folder = mkdtempSync(join(tmpdir(), "chain-"));

const chain: Command = {
  name: "chain_eqe",
  argv: [process.execPath, join(root, "dist/bin/stm32ai_main.cjs"), "--config-name", "chain_eqe_config.yaml"],
  cwd: folder,
};
const test = photosOf("test");
const calibration = photosOf("quantization");
const whole: number[] = [];
const bare: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const [figure] = measure([chain], 1);
  whole.push(figure?.cpu ?? Number.NaN);
  bare.push(await bareWork());
}
const rest = whole.map((cpu, index) => cpu - (bare[index] ?? Number.NaN));
console.log("| chain_eqe on the sample | CPU s |\n| --- | ---: |");
console.log(`| whole command | ${median(whole).toFixed(2)} |`);
console.log(`| decoding and inference, bare | ${median(bare).toFixed(2)} |`);
console.log(`| everything else | ${median(rest).toFixed(2)} |`);

function photosOf(name: string): string[] {
  const path = join(sample, "images", name);
  return readdirSync(path)
    .filter((file) => file.endsWith(".jpg"))
    .map((file) => join(path, file));
}

/** Each photo decoded once a stage and put through the network once. @returns CPU seconds. */
async function bareWork(): Promise<number> {
  const session = await InferenceSession.create(join(sample, "pose_sample.onnx"));
  const [input = ""] = session.inputNames;
  const start = process.cpuUsage();
  for (const photo of [...test, ...calibration, ...test]) {
    await sharp(photo).raw().toBuffer();
    const pixels = new Float32Array(3 * SIZE * SIZE).fill(0.5);
    await session.run({ [input]: new Tensor("float32", pixels, [1, 3, SIZE, SIZE]) });
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}
