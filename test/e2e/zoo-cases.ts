/**
 * The cases of the zoo's record of errors (`zoo_runs/errors.txt`), and what this program does: the same end, or the
 * right one where the zoo has a fault. Left out are those that need ST's own tools or cloud and those that need a
 * Keras or TFLite model.
 */
export interface ZooCase {
  /** Number and name in the record. */
  readonly zoo: string;
  /** Overrides of `eval.yaml`, or of the file that `config` names. */
  readonly args: string;
  readonly config?: string;
  /** A dry run unless true. */
  readonly runs?: true;
  readonly env?: Readonly<Record<string, string>>;
  readonly code: number;
  /** On stderr of what fails, on stdout of what succeeds. */
  readonly says: string | RegExp;
}

const fails = (zoo: string, args: string, says: string | RegExp, more: Partial<ZooCase> = {}): ZooCase => ({
  zoo,
  args,
  says,
  code: 1,
  ...more,
});
const works = (zoo: string, args: string, says: string | RegExp, more: Partial<ZooCase> = {}): ZooCase => ({
  ...fails(zoo, args, says, more),
  code: 0,
});
const quantization = "operation_mode=quantization";
const runs = { runs: true } as const;
const qb = { config: "qb.yaml" } as const;

export const REFUSED: readonly ZooCase[] = [
  fails("e01 no such config", "", /^Cannot find primary config 'nope'\.\nSearched in: /, {
    config: "nope.yaml",
  }),
  fails("e03 unknown section", "+foo.bar=1", "foo: unknown section"),
  fails("e04 unknown attribute", "+general.foo=1", "general.foo: unknown attribute"),
  fails("e05 unknown key", "general.foo=1", "To append to your config use +general.foo=1"),
  fails("e06 bad mode", "operation_mode=evaluatoin", "Did you mean 'evaluation'?"),
  fails("e07 no mode", "~operation_mode", "operation_mode: must name the chain to run"),
  fails("e08 null mode", "operation_mode=null", "operation_mode: must name the chain to run"),
  fails("e11 no preprocessing", "~preprocessing", "preprocessing: missing section"),
  fails("e12 no quantization", "operation_mode=chain_eqe ~quantization", "quantization: missing section"),
  fails("e13 no dataset", "~dataset", "dataset: missing section"),
  fails("e14 no general", "~general", "general: missing section"),
  fails("e15 model missing", "general.model_path=/nowhere/x.h5", "there is no file '/nowhere/x.h5'"),
  fails("e16 model.pb", "general.model_path=m.pb", /must name a \.onnx, .* file for operation mode/),
  fails(
    "e17 tflite",
    `${quantization} general.model_path=m.tflite`,
    "must name a .onnx, .h5, or .keras file",
  ),
  fails("e18 null model", "general.model_path=null", "general.model_path is missing"),
  fails("e21 split < 0", "dataset.quantization_split=-0.1", "greater than 0 and at most 1, got -0.1"),
  fails("e22 split 1.5", "+dataset.validation_split=1.5", "greater than 0 and less than 1, got 1.5"),
  fails("e23 split 0", `${quantization} dataset.quantization_split=0`, "greater than 0 and at most 1, got 0"),
  fails("e25 interpolation", "preprocessing.resizing.interpolation=cubic", "Did you mean `bicubic`?"),
  fails("e26 aspect", "preprocessing.resizing.aspect_ratio=stretch", "Allowed: fit, crop, padding."),
  fails("e27 crop", "preprocessing.resizing.aspect_ratio=crop", "Available: fit, padding", runs),
  fails("e28 color", "preprocessing.color_mode=bgr", "Allowed: grayscale, rgb, rgba."),
  fails("e31 no offset", "~preprocessing.rescaling.offset", "rescaling.offset: missing attribute"),
  fails("e32 1/0", "preprocessing.rescaling.scale='1/0'", "must be a number, got '1/0'"),
  fails("e33 quantizer", `${quantization} quantization.quantizer=foo`, "onnx_quantizer, TFlite_converter."),
  fails(
    "e35 converter",
    `${quantization} quantization.quantizer=tflite_converter`,
    "'TFlite_converter' does not take .onnx models",
    runs,
  ),
  fails("e34 Keras model", `${quantization} general.model_path=m.h5`, "takes .onnx models alone", runs),
  fails("e36 QAT", `${quantization} quantization.quantization_type=QAT`, "Allowed: PTQ."),
  fails("e37 granularity", `${quantization} +quantization.granularity=per_axis`, "per_channel, per_tensor."),
  fails("e38 optimize", `${quantization} +quantization.optimize=maybe`, "must be True or False, got 'maybe'"),
  fails("e39 int16", `${quantization} quantization.quantization_input_type=int16`, "float, int8, uint8."),
  fails("e40 no input type", `${quantization} ~quantization.quantization_input_type`, "missing attribute"),
  fails("e41 no folder", "dataset.test_path=/nowhere", "there is no folder '/nowhere'"),
  fails("e42 no keypoints", "~dataset.keypoints", "dataset.keypoints: missing attribute"),
  fails("e46 no paths", "~dataset.test_path ~dataset.quantization_path", "dataset.test_path or"),
  fails("e48 model type", "general.model_type=foo", "Allowed: spe, heatmaps_spe, yolo_mpe, hand_spe."),
  fails("e49 no model type", "~general.model_type", "general.model_type: missing attribute"),
  fails("e50 no =", "general.model_path", "missing EQUAL at '<EOF>'"),
  fails("e51 YAML", "", /mapping is not allowed here\n {2}at syntax\.yaml:3:7\n/, { config: "syntax.yaml" }),
  fails("e52 tab", "", /cannot start any value\n {2}at tab\.yaml:3:1\n/, { config: "tab.yaml" }),
  fails("e53 key twice", "", /duplicate key operation_mode\n {2}at twice\.yaml:\d+:1\n/, {
    config: "twice.yaml",
  }),
  fails("e54 no body", "general=null", "general: the section is empty"),
  fails("e55 unset variable", "general.project_name='${ZOO_NAME}'", "no environment variable ZOO_NAME"),
  fails("e61 empty config", "", /must name the chain to run\n +in empty\.yaml:1:1\n/, {
    config: "empty.yaml",
  }),
  fails("e72 no tools", "~tools", "tools: missing section", qb),
  fails("e74 no board", "~benchmarking.board", "benchmarking.board: missing attribute", qb),
  fails("e75 no benchmarking", "~benchmarking", "benchmarking: missing section", qb),
  fails("e80 MPU", "benchmarking.board=STM32MP257F-EV1", "no offline benchmark", { ...qb, ...runs }),
  fails("e81 unknown in tools", "+tools.stedgeai.foo=1", "tools.stedgeai.foo: unknown attribute", qb),
  fails(
    "e88 TFlite on ONNX",
    `${quantization} quantization.quantizer=TFlite_converter`,
    "Set quantization.quantizer: onnx_quantizer",
    runs,
  ),
  fails("e96 opset", `${quantization} +quantization.target_opset=17`, "target_opset: unknown attribute"),
];

export const ACCEPTED: readonly ZooCase[] = [
  works("e09 no mlflow", "~mlflow", "1_evaluation"),
  works("e10 no mlflow.uri", "~mlflow.uri", "1_evaluation"),
  works("e20 split 1.0", `${quantization} dataset.quantization_split=1.0`, "quantization_split: 1\n"),
  works("e29 rgba", "preprocessing.color_mode=rgba", '"rgba"'),
  works("e56 variable", "general.project_name='${ZOO_NAME}'", "1_evaluation", { env: { ZOO_NAME: "abc" } }),
  works("e57 interpolation", "general.project_name='p_${general.model_type}'", "1_evaluation"),
  works("e59 no hydra", "", "1_evaluation", { config: "no_hydra.yaml" }),
  works("e60 'None'", "dataset.seed='None'", "dataset.seed: null"),
  works("e73 no CubeIDE", "~tools.path_to_cubeIDE", "2_benchmarking", qb),
  works("e77 version 10.0", "tools.stedgeai.version=10.0", 'version: "10.0"', qb),
  works("e83 --cfg", "--cfg job", "operation_mode: evaluation"),
];

/** Three photos, where the zoo's batches of 32 drop them all. */
export const RUN: readonly ZooCase[] = [
  works("e24 split 0.1", `${quantization} dataset.quantization_split=0.1`, /Calibrating with 1\b/),
  works("e43 17 keypoints", "dataset.keypoints=17", "the labels have 13 key points"),
  works("e44 few photos", "~training", /images.* 3\b/),
  works("e45 few photos", `${quantization} ~training ~dataset.quantization_split`, /Calibrating with 3\b/),
  works("e47 no calibration set", "operation_mode=chain_eqe ~dataset.quantization_path", "random images"),
  works("e87 no dataset", `${quantization} +quantization.granularity=per_tensor ~dataset`, "random images"),
  works("e90 training_path", "dataset.test_path=null +dataset.training_path=photos", /images.* 1\b/),
  works("e92 int8 ends", `${quantization} quantization.quantization_input_type=int8`, "has no effect"),
  works("e94 padding", "preprocessing.resizing.aspect_ratio=padding", "mean OKS"),
  works("e89 optimize", `${quantization} +quantization.optimize=True`, "1_quantization"),
  works("e91 NumPy files", "+evaluation.gen_npy_input=True", /unknown_npy_in_name\.npy/),
  works(
    "f01 cloud",
    "operation_mode=benchmarking tools.stedgeai.on_cloud=True",
    "ST Edge AI is not run yet",
    qb,
  ),
  works(
    "f01 cloud, MPU",
    "operation_mode=benchmarking tools.stedgeai.on_cloud=True benchmarking.board=STM32MP257F-EV1",
    "STM32MP257F-EV1 is a microprocessor",
    qb,
  ),
  works("qb_nopath", "operation_mode=benchmarking", "path_to_stedgeai is /nowhere/stedgeai, but", qb),
  works("f06 benchmarking", "operation_mode=benchmarking", "MACCs (estimate)", qb),
  fails("e19 broken model", "general.model_path=broken.onnx", "broken.onnx is not a readable ONNX model"),
  fails("e30 gray", "preprocessing.color_mode=grayscale", "preprocessing.color_mode"),
];
