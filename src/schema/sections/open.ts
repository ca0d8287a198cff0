/**
 * Sections of the Python model zoo whose services do not exist here: what they hold is accepted and kept, so that one
 * file serves both. Of `training` one attribute acts outside training.
 */
const anything = { type: ["object", "null"], additionalProperties: true } as const;

export const training = {
  $id: "stm32ai_main/training",
  ...anything,
  properties: {
    batch_size: {
      type: "integer",
      minimum: 1,
      default: 32,
      description: "Photos in a batch; it sets which photos `evaluation.drop_remainder` leaves out.",
    },
  },
} as const;

export const dataAugmentation = { ...anything, $id: "stm32ai_main/data_augmentation" } as const;
export const postprocessing = { ...anything, $id: "stm32ai_main/postprocessing" } as const;
export const prediction = { ...anything, $id: "stm32ai_main/prediction" } as const;
export const deployment = { ...anything, $id: "stm32ai_main/deployment" } as const;
