/** The sections that the program describes itself; every service describes its own beside its manifest. */
import { dataset } from "./dataset.js";
import { general } from "./general.js";
import { mlflow } from "./mlflow.js";
import { dataAugmentation, deployment, postprocessing, prediction, training } from "./open.js";
import { preprocessing } from "./preprocessing.js";
import { tools } from "./tools.js";

/** JSON Schemas (draft-07) by section, in the order in which a configuration lists them. */
export const sections = {
  general,
  operation_mode: {
    $id: "stm32ai_main/operation_mode",
    type: ["string", "null"],
    description: "Name of the chain to run: quantization, evaluation, benchmarking, chain_qb, chain_eqe, …",
  },
  dataset,
  preprocessing,
  data_augmentation: dataAugmentation,
  training,
  postprocessing,
  prediction,
  tools,
  deployment,
  mlflow,
  services_path: {
    $id: "stm32ai_main/services_path",
    type: ["string", "array", "null"],
    items: { type: "string", format: "path" },
    format: "path",
    default: null,
    description: "Folder, or list of folders, with your own services.",
  },
  chains: {
    $id: "stm32ai_main/chains",
    type: ["object", "null"],
    additionalProperties: { type: "array", minItems: 1, items: { type: "string" } },
    default: null,
    description: "Your own operation modes: a name and the list of services to run.",
  },
} as const;
