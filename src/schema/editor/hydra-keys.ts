/** The top-level keys that are Hydra's own, whatever the sections. */
const text = { type: ["string", "null"] };

const group = {
  type: "object",
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: { type: ["string", "array", "null"], items: { type: "string" } },
};

export const defaultsList = {
  type: "array",
  description:
    "The configs that this one is composed of, in order: `group: option`, the path of a config, and `_self_` for this one. A group is a folder, an option a file in it; `optional` and `override` may stand before the group, `@package` behind it.",
  items: { anyOf: [{ type: "string" }, group] },
};

export const hydraSection = {
  type: ["object", "null"],
  description: "How the program runs: its directories, its jobs, its logs.",
  additionalProperties: true,
  properties: {
    run: {
      type: "object",
      description: "A run: `dir` is its folder.",
      properties: {
        dir: { ...text, description: "Such as ./experiments_outputs/${now:%Y_%m_%d_%H_%M_%S}." },
      },
    },
    sweep: {
      type: "object",
      description: "A multirun: `dir` is its folder, `subdir` that of a job in it.",
      properties: { dir: text, subdir: text },
    },
  },
};
