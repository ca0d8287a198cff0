/**
 * Sections of the Python model zoo whose services do not exist here: any content is accepted and kept, so that one
 * file serves both. Of `training` one attribute acts outside training.
 */
const anything = { type: ["object", "null"], additionalProperties: true } as const;

export const training = {
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

export const dataAugmentation = anything;
export const postprocessing = anything;
export const prediction = anything;
export const deployment = anything;
