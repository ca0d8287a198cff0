/**
 * From a Keras .h5 file and 100 photos to an int8 .tflite: the whole command against the zoo's Python.
 * `npx tsx bench/tflite-quantization.ts PYTHON`, a Python with TensorFlow and tf-keras, after a build; Linux.
 */
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Command, measure } from "./measure.js";
import { peakMemory } from "./peak-memory.js";

const ROUNDS = 3;
const PHOTOS = 100;
const MOST_CPU = 1 / 15;
const MOST_MEMORY = 1 / 4;

const root = fileURLToPath(new URL("..", import.meta.url));
const models = join(root, "../shared/models");
const NETWORKS = [
  join(models, "zoo_samples/mobilenet_v1_0.25_96.h5"),
  join(models, "movenet_lightning_heatmaps_192.h5"),
];

const [python] = process.argv.slice(2);
if (python === undefined) throw new Error("Name a Python with TensorFlow and tf-keras.");
const folder = mkdtempSync(join(tmpdir(), "tflite-quantization-"));
try {
  const photos = photoFolder();
  console.log("| | CPU s | peak MiB |\n| --- | ---: | ---: |");
  for (const network of NETWORKS) await compare(network, photos, python);
} finally {
  rmSync(folder, { recursive: true });
}

/** Those of the real set, over again until there are enough. */
function photoFolder(): string {
  const source = join(root, "../shared/data/real_pose");
  const names = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".jpg"),
  );
  const target = join(folder, "photos");
  mkdirSync(target);
  for (let i = 0; i < PHOTOS; i++)
    copyFileSync(
      join(source, names[i % names.length] ?? ""),
      join(target, `${String(i).padStart(3, "0")}.jpg`),
    );
  return target;
}

async function compare(network: string, photos: string, python: string): Promise<void> {
  const commands: Command[] = [
    {
      name: `stm32ai_main, ${basename(network)}`,
      argv: [
        process.execPath,
        join(root, "dist/bin/stm32ai_main.cjs"),
        "--config-name=quantization_config.yaml",
        `general.model_path=${network}`,
        `dataset.quantization_path=${photos}`,
      ],
      cwd: folder,
    },
    {
      name: `TensorFlow, ${basename(network)}`,
      argv: [
        python,
        join(root, "bench/quantize-tensorflow.py"),
        network,
        photos,
        join(folder, "result.tflite"),
      ],
      cwd: folder,
    },
  ];
  const figures = measure(commands, ROUNDS);
  const peaks: number[] = [];
  for (const command of commands) peaks.push(await peakMemory(command));
  for (const [at, { name, cpu }] of figures.entries())
    console.log(`| ${name} | ${cpu.toFixed(2)} | ${peaks[at]?.toFixed(0)} |`);
  const [ours, theirs] = figures;
  const cpu = (ours?.cpu ?? Number.NaN) / (theirs?.cpu ?? Number.NaN);
  const memory = (peaks[0] ?? Number.NaN) / (peaks[1] ?? Number.NaN);
  console.log(
    `| ratio (at most ${MOST_CPU.toFixed(3)}, ${MOST_MEMORY}) | ${cpu.toFixed(3)} | ${memory.toFixed(2)} |`,
  );
  if (!(cpu <= MOST_CPU && memory <= MOST_MEMORY)) process.exitCode = 1;
}
