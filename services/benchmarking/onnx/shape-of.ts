import type { Shapes } from "../../toolkit/onnx/shapes.js";
import { ServiceError } from "../../toolkit/service/error.js";

/**
 * @returns the static dims of a tensor.
 * @throws ServiceError `onnx_shape` when they depend on data or on a symbolic dim other than the batch.
 */
export function shapeOf(shapes: Shapes, tensor: string): readonly number[] {
  const dims = shapes.get(tensor);
  if (dims !== undefined) return dims;
  throw new ServiceError(
    "onnx_shape",
    `The shape of tensor '${tensor}' is not known before the network runs.`,
    {
      hint: "Export the network with fixed input dims; only the batch may be symbolic.",
    },
  );
}
