import { listSamples, type SampleFiles } from "../toolkit/dataset/list-samples.js";
import { seededOrder } from "../toolkit/dataset/seeded-order.js";
import { splitTraining } from "../toolkit/dataset/split-training.js";
import { ServiceError } from "../toolkit/service/error.js";
import { type Config, flagSetting, numberSetting, setting } from "../toolkit/service/settings.js";

/** What the zoo takes where the config has nothing. */
const DEFAULTS = { seed: 123, validationSplit: 0.2, batchSize: 32 };

/**
 * @param folder the folder that the chain chose: `dataset.test_path`, else `validation_path`, else `training_path`
 * @param warn told of images in the folder that are passed over
 * @returns its photos with their labels in the seeded order; of a training folder, the validation share only; with
 *   `evaluation.drop_remainder`, what the zoo counts: full batches of `training.batch_size`
 * @throws ServiceError `dataset_too_small` when nothing is left; what `listSamples` throws
 */
export async function evaluationSet(
  folder: string,
  config: Config,
  warn: (message: string) => void,
): Promise<readonly SampleFiles[]> {
  const seed = numberSetting(config, "dataset.seed", DEFAULTS.seed);
  const ordered = seededOrder(await listSamples(folder, warn), seed);
  const chosen = hasOwnSet(config) ? ordered : validationShare(ordered, folder, config);
  return flagSetting(config, "evaluation.drop_remainder", false)
    ? fullBatches(chosen, folder, config)
    : chosen;
}

function hasOwnSet(config: Config): boolean {
  return ["dataset.test_path", "dataset.validation_path"].some((key) => setting(config, key) !== undefined);
}

function validationShare(ordered: readonly SampleFiles[], folder: string, config: Config) {
  const share = numberSetting(config, "dataset.validation_split", DEFAULTS.validationSplit);
  const { validation } = splitTraining(ordered, share);
  if (validation.length > 0) return validation;
  const message = `dataset.validation_split ${share} leaves none of the ${ordered.length} images in ${folder}.`;
  const hint = "Name a dataset.test_path or raise the split.";
  throw new ServiceError("dataset_too_small", message, { hint, path: folder });
}

function fullBatches(samples: readonly SampleFiles[], folder: string, config: Config) {
  const size = numberSetting(config, "training.batch_size", DEFAULTS.batchSize);
  const count = samples.length - (samples.length % size);
  if (count > 0) return samples.slice(0, count);
  const message = `evaluation.drop_remainder leaves none of the ${samples.length} images: a batch has ${size}.`;
  const hint = "Set evaluation.drop_remainder: False to count every image, or lower training.batch_size.";
  throw new ServiceError("dataset_too_small", message, { hint, path: folder });
}
