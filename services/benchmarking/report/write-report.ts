import { join } from "node:path";
import { writeAside } from "../../toolkit/write-aside.js";
import { drawLayers } from "./draw-layers.js";
import type { NetworkReport } from "./network-report.js";

/** Where the zoo keeps what a benchmark leaves. */
const FOLDER = "stm32ai_files";

/**
 * Writes the report below a stage's folder; a report that is cut short leaves nothing under its name.
 *
 * @returns the file's path.
 * @throws ServiceError `output_unwritable`.
 */
export function writeReport(folder: string, report: NetworkReport): string {
  return write(join(folder, FOLDER, "network_report.json"), textOf(report));
}

/** As `writeReport`, the picture of its layers. */
export function writeLayers(folder: string, report: NetworkReport): string {
  return write(join(folder, FOLDER, "network_layers.svg"), drawLayers(report));
}

function write(path: string, content: string): string {
  writeAside(content, path);
  return path;
}

/** JSON with a line for each layer, so that it can be read and compared by eye. */
function textOf({ layers, ...totals }: NetworkReport): string {
  const head = JSON.stringify(totals, null, 2).replace(/\n}$/, "");
  const lines = layers.map((layer) => `    ${JSON.stringify(layer)}`).join(",\n");
  return `${head},\n  "layers": [\n${lines}\n  ]\n}\n`;
}
