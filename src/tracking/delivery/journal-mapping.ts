import type { JournalEvent } from "../../run/journal/event.js";
import type {
  DatasetInput,
  FinalStatus,
  MetricPoint,
  ModelOutput,
  Param,
  RunSpec,
  Tag,
} from "../tracking-store.js";
import { toValidKey } from "../validation/key.js";
import { isMetricValue, isTimestamp } from "../validation/log-batch.js";
import { cutText, MAX_PARAM_LENGTH, MAX_TAG_LENGTH } from "../validation/text.js";

/** One thing to tell MLflow. */
export type Entry =
  | { readonly kind: "run"; readonly spec: RunSpec; readonly sweep?: string }
  | { readonly kind: "param"; readonly entry: Param }
  | { readonly kind: "tag"; readonly entry: Tag }
  | { readonly kind: "metric"; readonly entry: MetricPoint }
  | { readonly kind: "input"; readonly entry: DatasetInput }
  | { readonly kind: "model"; readonly entry: ModelOutput };

/** What later events need of earlier ones; plain data, so that a cursor can hold it. */
export interface MappingContext {
  readonly loneEvaluation: boolean;
  readonly modelPath: string;
  /** The folder of the run's files. */
  readonly runName: string;
  /** Who runs what: the tags that a model of the run has, too. */
  readonly makers?: readonly Tag[];
  /** The parameters that say how a model of the run was quantized. */
  readonly settings?: readonly Param[];
  /** The signature told last, whose artifact is still to come. */
  readonly signature?: EventOf<"signature">;
  /** Set once the run has ended. */
  readonly end?: { readonly status: FinalStatus; readonly time: number };
}

export interface Mapped {
  readonly context: MappingContext;
  readonly entries: readonly Entry[];
  readonly warnings: readonly string[];
}

export const EMPTY_CONTEXT: MappingContext = { loneEvaluation: false, modelPath: "", runName: "" };

/** The zoo logs the evaluation of an ONNX file, float or quantized, under this one name. */
const ZOO_ONNX_METRIC = "OKS";
/** What MLflow's databases keep of a run's name. */
const MAX_NAME_LENGTH = 250;
const MAKER_TAGS = new Set(["mlflow.user", "mlflow.source.name", "mlflow.source.type"]);
const MODEL_SECTION = "quantization.";
const OKS_METRICS = new Set(["float_OKS", "quantized_OKS"]);

/** @returns what one event of the journal means for MLflow, by the names of the zoo. Pure. */
export function mapEvent(context: MappingContext, event: JournalEvent): Mapped {
  switch (event.type) {
    case "run_started":
      return startRun(context, event);
    case "param":
      return mapParam(context, event);
    case "metric":
      return mapMetric(context, event);
    case "stage_finished":
      return mapStageTime(context, event);
    case "input":
      return mapped(context, [{ kind: "input", entry: datasetInput(event) }]);
    case "signature":
      return mapped({ ...context, signature: event });
    case "artifact":
      return mapModel(context, event);
    case "note":
      return mapNote(context, event.markdown);
    case "run_finished":
      return mapped({ ...context, end: { status: event.status, time: event.time } });
    default:
      return mapped(context);
  }
}

type EventOf<Type extends JournalEvent["type"]> = Extract<JournalEvent, { type: Type }>;

/** A resumed run starts again in the same journal: its parameters stand before. */
function startRun(before: MappingContext, event: EventOf<"run_started">): Mapped {
  const [stage] = event.stages;
  const name = cutText(event.title ?? event.name, MAX_NAME_LENGTH);
  const tags: [string, string | undefined][] = [
    ["mlflow.runName", name],
    ["mlflow.user", event.user],
    ["mlflow.source.name", event.command[0] ?? "stm32ai_main"],
    ["mlflow.source.type", "LOCAL"],
    ["mlflow.source.git.commit", event.git_commit],
  ];
  const told = tags.flatMap(([key, value]) => (value === undefined ? [] : [tag(key, value)]));
  const context = {
    loneEvaluation: event.stages.length === 1 && stage?.service === "evaluation",
    modelPath: before.modelPath,
    runName: event.name,
    makers: told.filter(({ key }) => MAKER_TAGS.has(key)),
    settings: before.settings ?? [],
  };
  const spec = {
    clientId: event.run_id,
    experiment: event.project_name,
    name,
    user: event.user,
    startTime: event.time,
    tags: told,
  };
  return mapped(context, [{ kind: "run", spec, ...(event.sweep !== undefined && { sweep: event.sweep }) }]);
}

function mapParam(context: MappingContext, event: EventOf<"param">): Mapped {
  const key = toValidKey(event.key);
  const value = cutText(event.value, MAX_PARAM_LENGTH);
  const warnings = renamed("param", event.key, key);
  if (value !== event.value) {
    warnings.push(
      `param ${event.key} has ${event.value.length} characters: MLflow keeps ${MAX_PARAM_LENGTH}, run.jsonl all of them`,
    );
  }
  const entry = { key, value };
  return mapped(remembered(context, event, entry), [{ kind: "param", entry }], warnings);
}

/** Keeps what later events need of a parameter. */
function remembered(context: MappingContext, { key, value }: EventOf<"param">, entry: Param): MappingContext {
  if (key === "model_path") return { ...context, modelPath: value };
  if (!key.startsWith(MODEL_SECTION)) return context;
  const others = (context.settings ?? []).filter((setting) => setting.key !== entry.key);
  return { ...context, settings: [...others, entry] };
}

function mapMetric(context: MappingContext, event: EventOf<"metric">): Mapped {
  const name = zooMetricName(context, event.key);
  if (!isMetricValue(event.value)) {
    return mapped(
      context,
      [],
      [`metric ${event.key} has no number as its value: ${JSON.stringify(event.value)}`],
    );
  }
  const key = toValidKey(name);
  const warnings = renamed("metric", name, key);
  const timestamp = isTimestamp(event.timestamp) ? event.timestamp : event.time;
  const step = Number.isSafeInteger(event.step) ? event.step : 0;
  if (timestamp !== event.timestamp)
    warnings.push(`metric ${event.key}: its time was no integer, the event's is used`);
  if (step !== event.step) warnings.push(`metric ${event.key}: its step was no integer, 0 is used`);
  const point = { value: event.value, timestamp, step };
  const keys = [key, ...(event.stage === undefined ? [] : [toValidKey(groupedName(event.stage, event.key))])];
  return mapped(
    context,
    [...new Set(keys)].map((name) => ({ kind: "metric", entry: { key: name, ...point } })),
    warnings,
  );
}

/** How long a stage took, in seconds. */
function mapStageTime(context: MappingContext, event: EventOf<"stage_finished">): Mapped {
  const entry = { key: toValidKey(`stage_seconds/${event.stage}`), value: event.duration_ms / 1000 };
  return mapped(context, [{ kind: "metric", entry: { ...entry, timestamp: event.time, step: 0 } }]);
}

/**
 * MLflow's pages put metrics with slashes in sections: `float_OKS` of the stage `1_evaluation` is told a second time
 * as `evaluation/float/oks`, "Flash weights KiB" as `benchmarking/flash_weights_kib`.
 */
function groupedName(stage: string, key: string): string {
  const name = key
    .toLowerCase()
    .replaceAll(" ", "_")
    .replace(/^(float|quantized)_/, "$1/");
  return `${stage.replace(/^\d+_/, "")}/${name}`;
}

/** The file's path is relative to the run directory. */
function mapModel(context: MappingContext, { stage, name, path, time }: EventOf<"artifact">): Mapped {
  const { signature, ...rest } = context;
  if (signature?.name !== name || signature.stage !== stage) return mapped(context);
  const file = path.slice(path.lastIndexOf("/") + 1);
  const [, base = file, format = ""] = /^(.+)\.([^.]+)$/.exec(file) ?? [];
  const entry = {
    name: base.replaceAll(/[/:.%"']/g, "_"),
    file: path,
    format,
    inputs: signature.inputs,
    outputs: signature.outputs,
    params: context.settings ?? [],
    tags: context.makers ?? [],
    createdTime: time,
  };
  return mapped(rest, [{ kind: "model", entry }]);
}

function datasetInput({ name, digest, path, context, files }: EventOf<"input">): DatasetInput {
  return {
    name,
    digest,
    sourceType: "local",
    source: JSON.stringify({ uri: path }),
    profile: JSON.stringify({ num_files: files }),
    context,
  };
}

function zooMetricName(context: MappingContext, key: string): string {
  const onnxAlone = context.loneEvaluation && /\.onnx([?#].*)?$/i.test(context.modelPath);
  return onnxAlone && OKS_METRICS.has(key) ? ZOO_ONNX_METRIC : key;
}

function mapNote(context: MappingContext, markdown: string): Mapped {
  const cut = cutText(markdown, MAX_TAG_LENGTH) !== markdown;
  const warnings = cut ? [`the note is longer than the ${MAX_TAG_LENGTH} characters that MLflow keeps`] : [];
  return mapped(context, [{ kind: "tag", entry: tag("mlflow.note.content", markdown) }], warnings);
}

function tag(key: string, value: string): Tag {
  return { key, value: cutText(value, MAX_TAG_LENGTH) };
}

function renamed(kind: string, from: string, to: string): string[] {
  return from === to ? [] : [`${kind} ${from} is stored as ${to}, a name that MLflow takes`];
}

function mapped(
  context: MappingContext,
  entries: readonly Entry[] = [],
  warnings: readonly string[] = [],
): Mapped {
  return { context, entries, warnings };
}
