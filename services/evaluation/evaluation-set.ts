import { listSamples, type SampleFiles } from "../toolkit/dataset/list-samples.js";
import { seededOrder } from "../toolkit/dataset/seeded-order.js";
import { splitTraining } from "../toolkit/dataset/split-training.js";
import { ServiceError } from "../toolkit/service/error.js";
import { type Config, numberSetting, setting } from "../toolkit/service/settings.js";

/** NumPy's seed and the share that the zoo takes when the config names none. */
const DEFAULTS = { seed: 123, validationSplit: 0.2 };

/**
 * @param folder the folder that the chain chose: `dataset.test_path`, else `validation_path`, else `training_path`
 * @returns its photos with their labels in the seeded order; of a training folder, the validation share only
 * @throws ServiceError `dataset_empty` when that share has no photo; what `listSamples` throws
 */
export async function evaluationSet(folder: string, config: Config): Promise<readonly SampleFiles[]> {
  const ordered = seededOrder(
    await listSamples(folder),
    numberSetting(config, "dataset.seed", DEFAULTS.seed),
  );
  if (hasOwnSet(config)) return ordered;
  const share = numberSetting(config, "dataset.validation_split", DEFAULTS.validationSplit);
  const { validation } = splitTraining(ordered, share);
  if (validation.length > 0) return validation;
  throw new ServiceError(
    "dataset_empty",
    `dataset.validation_split ${share} leaves no photo of the ${ordered.length} in ${folder} to evaluate with.`,
    { hint: "Name a dataset.test_path or raise the split.", path: folder },
  );
}

function hasOwnSet(config: Config): boolean {
  return ["dataset.test_path", "dataset.validation_path"].some((key) => setting(config, key) !== undefined);
}
