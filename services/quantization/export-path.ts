import { join, relative, resolve, sep } from "node:path";
import { ServiceError } from "../toolkit/service/error.js";

const MODEL_NAME = "quantized_model";

/**
 * @param ending of the file, with its dot
 * @returns the quantized model's place in a stage's folder.
 * @throws ServiceError `config_invalid` when `quantization.export_dir` leads out of that folder.
 */
export function exportPath(outputDir: string, exportDir: string, ending: string): string {
  const folder = resolve(outputDir, exportDir);
  const inside = relative(outputDir, folder);
  if (inside !== ".." && !inside.startsWith(`..${sep}`) && resolve(outputDir, inside) === folder)
    return join(folder, `${MODEL_NAME}${ending}`);
  throw new ServiceError(
    "config_invalid",
    `quantization.export_dir '${exportDir}' leads out of the run's folder.`,
    { hint: "Give the name of a folder, such as quantized_models." },
  );
}
