import { join } from "node:path";
import { ServiceError } from "../toolkit/service/error.js";
import type { Emitter } from "../toolkit/service/protocol.js";
import { type Config, flagSetting, textSetting } from "../toolkit/service/settings.js";
import { NpyFile } from "../toolkit/tensor/npy-file.js";
import type { NetworkOutput, NetworkTensor } from "./network.js";

/** What may be kept, with the settings that ask for it and name it, and the zoo's names. */
const KINDS = [
  {
    artifact: "npy_input",
    flag: "evaluation.gen_npy_input",
    name: "evaluation.npy_in_name",
    fallback: "unknown_npy_in_name",
    part: ({ fed }: NetworkOutput) => fed,
  },
  {
    artifact: "npy_output",
    flag: "evaluation.gen_npy_output",
    name: "evaluation.npy_out_name",
    fallback: "unknown_npy_out_name",
    part: ({ answered }: NetworkOutput) => answered,
  },
] as const;

interface Recording {
  readonly artifact: string;
  readonly path: string;
  readonly part: (output: NetworkOutput) => NetworkTensor;
  file?: NpyFile;
}

/** NumPy files of what a network is fed and what it answers, written as it runs. */
export class NpyRecords {
  readonly #recordings: readonly Recording[];
  readonly #images: number;

  /**
   * @param config asks for the files and names them
   * @param folder where they go
   * @param images how many there will be: the first axis
   * @throws ServiceError `config_invalid` for a name that is none of a file, or given twice
   */
  constructor(config: Config, { folder, images }: { readonly folder: string; readonly images: number }) {
    this.#images = images;
    this.#recordings = KINDS.filter(({ flag }) => flagSetting(config, flag, false)).map(
      ({ artifact, name, fallback, part }) => ({
        artifact,
        part,
        path: join(folder, fileName(name, textSetting(config, name, fallback))),
      }),
    );
    if (new Set(this.#recordings.map(({ path }) => path)).size < this.#recordings.length)
      throw invalid("evaluation.npy_in_name and evaluation.npy_out_name are the same.");
  }

  /** Writes the next images. */
  add(output: NetworkOutput): void {
    for (const recording of this.#recordings) {
      const { data, dims } = recording.part(output);
      recording.file ??= new NpyFile(recording.path, [this.#images, ...dims.slice(1)], data);
      recording.file.append(data);
    }
  }

  /** Gives the files their names and tells of them. */
  finish(emit: Emitter): void {
    for (const { artifact, path, file } of this.#recordings) {
      file?.finish();
      emit.artifact(artifact, path);
    }
  }

  /** Leaves nothing behind. */
  discard(): void {
    for (const { file } of this.#recordings) file?.discard();
  }
}

/** The name of a file in the stage's folder: no path leads out of it. */
function fileName(key: string, name: string): string {
  const stem = name.replace(/\.npy$/, "");
  if (/^[^/\\:\0]+$/.test(stem) && stem !== "." && stem !== "..") return `${stem}.npy`;
  throw invalid(`Expected ${key} to be the name of a file without a folder, got ${JSON.stringify(name)}.`);
}

function invalid(message: string): ServiceError {
  return new ServiceError("config_invalid", message);
}
