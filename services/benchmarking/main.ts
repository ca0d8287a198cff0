/** The benchmarking service: an offline estimate of what a network takes on a board. */
import { basename } from "node:path";
import { draw } from "../toolkit/picture/draw.js";
import { ServiceError } from "../toolkit/service/error.js";
import type { Emitter, Request, Service } from "../toolkit/service/protocol.js";
import { benchmarkBoard } from "./board.js";
import { type Footprint, footprintOf } from "./footprint/footprint.js";
import { readNetwork } from "./read-network.js";
import { floatText, kib, millions } from "./report/figures.js";
import { networkReport } from "./report/network-report.js";
import { writeLayers, writeReport } from "./report/write-report.js";
import { toolNotes } from "./tool-notes.js";

/** Stands where the zoo names the version of the tool that measured. */
const VERSION = "estimate";

export const run: Service = async (request, emit, signal) => {
  const { name: board, note } = benchmarkBoard(request.config);
  const model = modelOf(request);
  emit.log("info", `Stm32ai version : ${VERSION}`);
  emit.log("info", `Benchmarking board : ${board}`);
  for (const text of [...toolNotes(request.config), ...(note === undefined ? [] : [note])])
    emit.log("warn", text);
  const network = await readNetwork(model);
  signal.throwIfAborted();
  const footprint = footprintOf(network);
  if (network.uncounted.length > 0)
    emit.log("warn", `No MACC are counted for these operators: ${network.uncounted.join(", ")}.`);
  tell(footprint, emit);
  emit.param("stm32ai_version", VERSION);
  emit.param("target", board);
  const report = networkReport(footprint, { model: basename(model), board, uncounted: network.uncounted });
  emit.artifact("report", writeReport(request.output_dir, report));
  await draw(emit, "layers", async () => writeLayers(request.output_dir, report));
};

/** Metric names and lines are the zoo's. */
function tell({ activationBytes, weightsBytes, macc }: Footprint, emit: Emitter): void {
  const figures = [
    { metric: "RAM Activations KiB", label: "RAM Activations", value: kib(activationBytes), unit: "KiB" },
    { metric: "Flash weights KiB", label: "Flash weights", value: kib(weightsBytes), unit: "KiB" },
    { metric: "MACCs M", label: "MACCs", value: millions(macc), unit: "M" },
  ];
  for (const { metric, label, value, unit } of figures) {
    emit.metric(metric, value);
    emit.log("info", `${label} : ${floatText(value)} (${unit}), offline estimate`);
  }
  emit.summary(figures.map(({ label, value, unit }) => ({ label: `${label} (estimate)`, value, unit })));
}

function modelOf({ inputs }: Request): string {
  const { model } = inputs;
  if (model !== undefined) return model;
  throw new ServiceError("input_missing", "The benchmark needs the input 'model'.");
}
