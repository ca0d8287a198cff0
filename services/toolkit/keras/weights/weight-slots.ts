import { field, type JsonRecord } from "../config/json-record.js";

/** A weight that a layer of a class has. */
export interface WeightSlot {
  readonly role: string;
  /** How many dimensions it has. */
  readonly rank: number;
  readonly trainable: boolean;
}

/**
 * The weights of a layer in the order in which Keras makes them.
 *
 * @returns `undefined` for classes that have none or are not known
 */
export function weightSlots(className: string, config: JsonRecord): readonly WeightSlot[] | undefined {
  const [, family = className, dimensions] = /^(.*?)([123])D(?:Transpose)?$/.exec(className) ?? [];
  const kernelRank = Number(dimensions ?? 0) + 2;
  switch (family) {
    case "Dense":
    case "Conv":
      return [slot("kernel", kernelRank), ...biasSlot(config)];
    case "DepthwiseConv":
      return [slot("depthwise_kernel", kernelRank), ...biasSlot(config)];
    case "SeparableConv":
      return [
        slot("depthwise_kernel", kernelRank),
        slot("pointwise_kernel", kernelRank),
        ...biasSlot(config),
      ];
    case "BatchNormalization":
    case "SyncBatchNormalization":
      return [...scaleAndCenter(config), still("moving_mean", 1), still("moving_variance", 1)];
    case "LayerNormalization":
    case "GroupNormalization":
      return scaleAndCenter(config);
    case "PReLU":
      return [slot("alpha", ANY_RANK)];
    case "Normalization":
      return field(config, "mean") == null ? NORMALIZATION : undefined;
    default:
      return undefined;
  }
}

export const ANY_RANK = -1;

/** Counts the samples that were seen; an integer, of no use afterwards. */
export const COUNT = "count";

const NORMALIZATION = [still("mean", ANY_RANK), still("variance", ANY_RANK), still(COUNT, 0)];

function slot(role: string, rank: number): WeightSlot {
  return { role, rank, trainable: true };
}

function still(role: string, rank: number): WeightSlot {
  return { role, rank, trainable: false };
}

function biasSlot(config: JsonRecord): WeightSlot[] {
  return config.use_bias === false ? [] : [slot("bias", 1)];
}

function scaleAndCenter(config: JsonRecord): WeightSlot[] {
  const gamma = config.scale === false ? [] : [slot("gamma", ANY_RANK)];
  return config.center === false ? gamma : [...gamma, slot("beta", ANY_RANK)];
}
