import { dataTypeName } from "../../toolkit/onnx/data-type.js";
import { TensorProto_DataType as DataType, type ValueInfoProto } from "../../toolkit/onnx/onnx_pb.js";
import type { Model } from "../../toolkit/onnx/read-model.js";
import { ServiceError } from "../../toolkit/service/error.js";
import type { ImageInput } from "../image-input.js";

/**
 * @param channels - colour channels of the images: they tell channels-first (NCHW) from channels-last inputs.
 * @throws ServiceError `model_input_unsupported` when the model does not take one float32 image of that many channels
 * and of a fixed size.
 */
export function onnxImageInput(model: Model, channels: 1 | 3, path: string): ImageInput {
  const constants = new Set(model.graph.initializer.map(({ name }) => name));
  const [input, ...others] = model.graph.input.filter(({ name }) => !constants.has(name));
  const shape = input === undefined || !isFloat(input) ? undefined : declaredShape(input);
  const image = `one float32 image: [N, ${channels}, height, width] or [N, height, width, ${channels}]`;
  if (input === undefined || others.length > 0 || shape?.length !== 4)
    throw unsupported(path, image, [...(input === undefined ? [] : [input]), ...others]);
  const [first, second, third, last] = shape;
  const layout = second === channels ? "nchw" : last === channels ? "nhwc" : undefined;
  const height = layout === "nchw" ? third : second;
  const width = layout === "nchw" ? last : third;
  if (layout === undefined || typeof height !== "number" || typeof width !== "number")
    throw unsupported(path, image, [input]);
  const imageDims = layout === "nchw" ? [channels, height, width] : [height, width, channels];
  return {
    name: input.name,
    target: { layout, height, width },
    length: channels * height * width,
    imageDims,
    batch: typeof first === "number" ? first : 1,
    isBatchFixed: typeof first === "number",
  };
}

function isFloat({ type }: ValueInfoProto): boolean {
  return type?.value.case === "tensorType" && type.value.value.elemType === DataType.FLOAT;
}

/** @returns numbers and names of symbolic dims; `undefined` for what is not a tensor of known rank. */
function declaredShape({ type }: ValueInfoProto): (number | string)[] | undefined {
  if (type?.value.case !== "tensorType") return undefined;
  return type.value.value.shape?.dim.map(({ value }) => {
    if (value.case === "dimValue") return Number(value.value);
    return value.case === "dimParam" ? value.value : "?";
  });
}

function unsupported(path: string, expected: string, inputs: readonly ValueInfoProto[]): ServiceError {
  const got = inputs.map((input) => {
    const { type } = input;
    const element = type?.value.case === "tensorType" ? dataTypeName(type.value.value.elemType) : "no tensor";
    return `${input.name}: ${element} [${declaredShape(input)?.join(", ") ?? "?"}]`;
  });
  return new ServiceError(
    "model_input_unsupported",
    `Expected ${path} to take ${expected}; it takes ${got.join("; ") || "nothing"}.`,
    { path, hint: hintFor(inputs) },
  );
}

/** What to change, by what is wrong with the first input. */
function hintFor([input]: readonly ValueInfoProto[]): string {
  if (input !== undefined && !isFloat(input)) return "Export the network again with a float32 input.";
  const sides = input === undefined ? [] : (declaredShape(input)?.slice(1) ?? []);
  if (sides.some((side) => typeof side === "string"))
    return "Export the network again with a fixed height and width; only the batch may be symbolic.";
  return "preprocessing.color_mode gives 3 channels (rgb) or 1 (grayscale).";
}
