import { ServiceError } from "../../service/error.js";
import type { Hdf5File } from "../hdf5/hdf5-file.js";
import type { KerasWeight } from "../model.js";
import { float16Values } from "./float16-values.js";
import { ANY_RANK, type WeightSlot } from "./weight-slots.js";

/** Where a weight is kept, and whose it is. */
export interface WeightPlace {
  readonly layer: string;
  readonly slot: WeightSlot;
  /** The data set's path in the file. */
  readonly path: string;
}

/**
 * Reads one weight as float32 values; float16 is widened, which is exact, float64 rounded.
 *
 * @throws ServiceError `keras_weights_missing`, `keras_weights_type`, `keras_weights_invalid` (shape),
 * `weights_not_finite`
 */
export function readWeight(file: Hdf5File, { layer, slot, path }: WeightPlace): KerasWeight {
  const what = `the weight '${slot.role}' of the layer '${layer}'`;
  const dataset = file.dataset(path);
  if (dataset === undefined) throw missing(what);
  const { shape, type, size } = dataset;
  if (type !== "float" || (size !== 2 && size !== 4 && size !== 8)) throw wrongType(what, type, size);
  if (slot.rank !== ANY_RANK && shape.length !== slot.rank)
    throw new ServiceError(
      "keras_weights_invalid",
      `${what} has the shape [${shape.join(", ")}], where ${slot.rank} dimensions are expected`,
    );
  const data = floats(dataset.bytes(), size);
  checkFinite(data, shape, what);
  return { shape, data };
}

export function missing(what: string): ServiceError {
  return new ServiceError("keras_weights_missing", `${what} is not in the file`, {
    hint: "Save the whole network again: model.save('model.h5').",
  });
}

function floats(buffer: ArrayBuffer, size: number): Float32Array {
  if (size === 2) return float16Values(new Uint16Array(buffer));
  return size === 4 ? new Float32Array(buffer) : Float32Array.from(new Float64Array(buffer));
}

function wrongType(what: string, type: string, size: number): ServiceError {
  const name =
    type === "other" && size === 2 ? "bfloat16" : type === "integer" ? `int${size * 8}` : "of another type";
  return new ServiceError(
    "keras_weights_type",
    `${what} is ${name}; float16, float32 and float64 can be read`,
    {
      hint: "Cast the network to float32 (dtype policy 'float32') and save it again.",
    },
  );
}

function checkFinite(data: Float32Array, shape: readonly number[], what: string): void {
  let count = 0;
  let first = -1;
  for (let i = 0; i < data.length; i++) {
    // The difference of a number to itself is 0; of NaN and the infinities it is NaN.
    if ((data[i] ?? 0) - (data[i] ?? 0) === 0) continue;
    if (count++ === 0) first = i;
  }
  if (count === 0) return;
  throw new ServiceError(
    "weights_not_finite",
    `${what} holds ${count} ${count === 1 ? "value" : "values"} of ${data.length} that ${count === 1 ? "is" : "are"} NaN or infinite; the first is ${data[first]} at [${position(first, shape)}]`,
    { hint: "Training has diverged; use an earlier checkpoint." },
  );
}

function position(index: number, shape: readonly number[]): string {
  let rest = index;
  const indices = shape.toReversed().map((size) => {
    const at = rest % size;
    rest = Math.floor(rest / size);
    return at;
  });
  return indices.reverse().join(", ");
}
