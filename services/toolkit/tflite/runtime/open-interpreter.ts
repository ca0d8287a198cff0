import type { CompiledModel, Tensor as LiteRtTensor } from "@litertjs/core";
import { ServiceError } from "../../service/error.js";
import { elementCount } from "../../tensor/element-count.js";
import type { Graph, Tensor, TensorData } from "../graph.js";
import { graphBytes } from "../graph-bytes.js";
import { readGraph } from "../read-graph.js";
import { carriedGraph, type Ends } from "./carried-graph.js";
import { fixedGraph } from "./fixed-graph.js";
import type { Interpreter, TensorDetails } from "./interpreter.js";
import { type LiteRt, loadLiteRt } from "./load-litert.js";
import { RuntimeLog } from "./runtime-log.js";
import { type Wire, wireOf } from "./wire.js";

const log = new RuntimeLog();

/**
 * Opens a .tflite network in LiteRT, which is itself loaded by the first call in a thread. Close it when done.
 * @param source a file's bytes, or a graph, which is left as it is
 * @param name what names the model in an error
 * @throws ServiceError `model_unloadable` with LiteRT's reason, `model_unsupported` for ends that cannot be fed;
 *   what `readGraph` throws
 */
export async function openInterpreter(
  source: Uint8Array | Graph,
  { name }: { readonly name: string },
): Promise<Interpreter> {
  const graph = fixedGraph(source instanceof Uint8Array ? readGraph(source, name) : source);
  const details = { inputs: graph.inputs.map(detailsOf), outputs: graph.outputs.map(detailsOf) };
  const wires = { inputs: wiresOf(graph.inputs, name), outputs: wiresOf(graph.outputs, name) };
  demandMade(graph, name);
  const bytes = graphBytes(carriedGraph(graph, wires));
  const liteRt = await loadLiteRt(log);
  const model = await compile(liteRt, bytes, name);
  return {
    ...details,
    run: (inputs) => run({ liteRt, model, details, wires, name }, inputs),
    close: () => model.delete(),
  };
}

function detailsOf({ name, type, shape, quantization }: Tensor): TensorDetails {
  return { name, type, shape, quantization };
}

function wiresOf(tensors: readonly Tensor[], name: string): Wire[] {
  return tensors.map((tensor) => {
    const wire = wireOf(tensor);
    if (wire !== undefined) return wire;
    const message = `${name} has '${tensor.name}' of type ${tensor.type} at an end, which LiteRT does not pass.`;
    throw new ServiceError("model_unsupported", message, { path: name });
  });
}

/** LiteRT answers nothing where an output is an input or a constant. */
function demandMade({ operators, outputs }: Graph, name: string): void {
  const made = new Set(operators.flatMap((operator) => operator.outputs));
  const loose = outputs.find((output) => !made.has(output));
  if (loose === undefined) return;
  const message = `${name} has the output '${loose.name}', which no operator makes.`;
  throw new ServiceError("model_unsupported", message, { path: name });
}

async function compile(liteRt: LiteRt, bytes: Uint8Array, name: string): Promise<CompiledModel> {
  log.clear();
  try {
    return await liteRt.loadAndCompile(bytes, { accelerator: "wasm" });
  } catch (cause) {
    const message = `LiteRT does not load ${name}: ${log.reason(cause)}.`;
    throw new ServiceError("model_unloadable", message, { path: name, cause });
  }
}

interface Compiled {
  readonly liteRt: LiteRt;
  readonly model: CompiledModel;
  readonly details: Ends<TensorDetails>;
  readonly wires: Ends<Wire>;
  readonly name: string;
}

async function run(
  { liteRt, model, details, wires, name }: Compiled,
  inputs: readonly TensorData[],
): Promise<readonly TensorData[]> {
  const values = details.inputs.map((input, i) => checked(inputs[i], input, name));
  const tensors: LiteRtTensor[] = [];
  log.clear();
  try {
    for (const [i, input] of values.entries()) {
      const shape = [...(details.inputs[i]?.shape ?? [])];
      tensors.push(new liteRt.Tensor(wires.inputs[i]?.encode(input) ?? new Float32Array(), shape));
    }
    const answers = await model.run(named(tensors));
    tensors.push(...Object.values(answers));
    // A run that failed answers whatever was in its memory; only the log tells.
    if (log.errors !== undefined) throw new Error(log.errors);
    return wires.outputs.map(({ decode }, i) =>
      decode(answers[String(i)]?.toTypedArray() ?? new Float32Array()),
    );
  } catch (cause) {
    const message = `LiteRT cannot run ${name}: ${log.reason(cause)}.`;
    throw new ServiceError("inference_failed", message, { path: name, cause });
  } finally {
    for (const tensor of tensors) tensor.delete();
  }
}

function checked(values: TensorData | undefined, { name, shape }: TensorDetails, model: string): TensorData {
  const length = elementCount(shape);
  if (values?.length === length) return values;
  throw new RangeError(
    `${model}: '${name}' takes ${length} values [${shape}], got ${values?.length ?? "none"}.`,
  );
}

function named(tensors: readonly LiteRtTensor[]): Record<string, LiteRtTensor> {
  return Object.fromEntries(tensors.map((tensor, i) => [String(i), tensor]));
}
