/**
 * `tsx bench/resize.ts [python]`: resizing against `tf.image.resize` called eagerly on one thread, in turns. Python
 * with TensorFlow is named by the argument or by TENSORFLOW_PYTHON; without one only this project's times are printed.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { INTERPOLATIONS, type Interpolation } from "../services/toolkit/image/resize/interpolations.js";
import { resize } from "../services/toolkit/image/resize/resize.js";
import { median } from "./measure.js";

const ROUNDS = 9;
const CALLS = 10;
const SIZES = [
  { height: 480, width: 640, to: 192 },
  { height: 720, width: 1280, to: 256 },
];

interface Work {
  readonly height: number;
  readonly width: number;
  readonly to: number;
  readonly method: Interpolation;
}

/** CPU milliseconds of a call. */
type Contender = (work: Work) => Promise<number>;

const python = process.argv[2] ?? process.env.TENSORFLOW_PYTHON;
const tensorflow = python === undefined ? undefined : openTensorFlow(python);

console.log("CPU milliseconds an image (RGB bytes), medians\n");
console.log("| from | to | method | here | TensorFlow | times as fast |");
console.log("| --- | --- | --- | ---: | ---: | ---: |");
for (const size of SIZES) {
  for (const method of INTERPOLATIONS) {
    const work = { ...size, method };
    const here: number[] = [];
    const there: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const ours = await timeHere(work);
      const theirs = (await tensorflow?.time(work)) ?? Number.NaN;
      if (round === 0) continue;
      here.push(ours);
      there.push(theirs);
    }
    const [a, b] = [median(here), median(there)];
    const { width, height, to } = size;
    console.log(
      `| ${width}×${height} | ${to}×${to} | ${method} | ${a.toFixed(2)} | ${b.toFixed(2)} | ${(b / a).toFixed(1)} |`,
    );
  }
}
tensorflow?.close();

async function timeHere({ height, width, to, method }: Work): Promise<number> {
  const data = Uint8Array.from({ length: height * width * 3 }, (_, i) => (i * 7919) & 255);
  const started = process.cpuUsage();
  for (let i = 0; i < CALLS; i++)
    resize({ height, width, channels: 3, data }, { height: to, width: to }, { method });
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000 / CALLS;
}

function openTensorFlow(program: string): { time: Contender; close(): void } {
  const script = fileURLToPath(new URL("resize-tensorflow.py", import.meta.url));
  const child = spawn(program, [script], { stdio: ["pipe", "pipe", "ignore"] });
  const lines = createInterface({ input: child.stdout });
  const ended = Promise.race([once(child, "exit"), once(child, "error")]);
  return {
    time: async ({ height, width, to, method }) => {
      child.stdin.write(`${height} ${width} ${to} ${method} ${CALLS}\n`);
      const [line] = await Promise.race([once(lines, "line"), ended.then(() => [])]);
      if (line === undefined) throw new Error(`${program} cannot run TensorFlow.`);
      return Number(line);
    },
    close: () => child.stdin.end(),
  };
}
