import { closest, distance } from "fastest-levenshtein";
import type { KerasLayer, KerasWeight } from "../../keras/model.js";
import { ServiceError } from "../../service/error.js";

/** One layer's config and weights, checked as they are read; whatever does not fit is an error that names the layer. */
export class LayerReader {
  readonly layer: KerasLayer;

  constructor(layer: KerasLayer) {
    this.layer = layer;
  }

  get name(): string {
    return this.layer.name;
  }

  get className(): string {
    return this.layer.className;
  }

  /** @returns the value of a key as the file has it; undefined where it is absent or null */
  value(key: string): unknown {
    return Object.hasOwn(this.layer.config, key) ? (this.layer.config[key] ?? undefined) : undefined;
  }

  number(key: string, fallback?: number): number {
    const value = this.value(key) ?? fallback;
    if (typeof value === "number") return value;
    throw this.#unreadable(key, value, "a number");
  }

  flag(key: string, fallback: boolean): boolean {
    const value = this.value(key) ?? fallback;
    if (typeof value === "boolean") return value;
    throw this.#unreadable(key, value, "true or false");
  }

  /** One of the texts that are supported; another is an error that lists them. */
  choice<const T extends string>(key: string, allowed: readonly T[], fallback: NoInfer<T>): T {
    const value = this.value(key) ?? fallback;
    const chosen = allowed.find((one) => one === value);
    if (chosen !== undefined) return chosen;
    throw this.#unreadable(key, value, allowed.map((one) => JSON.stringify(one)).join(" or "));
  }

  /** A list of whole numbers of this length; one number stands for all, and a list of one too. */
  integers(key: string, length: number, fallback: number): readonly number[] {
    const value = this.value(key) ?? fallback;
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    const full = list.length === 1 ? Array.from({ length }, () => list[0]) : list;
    if (full.length === length && full.every(isInteger)) return full;
    throw this.#unreadable(key, value, `${length === 1 ? "a whole number" : `${length} whole numbers`}`);
  }

  /** Two whole numbers, for rows (height) and columns (width). */
  pair(key: string, fallback: number): readonly [number, number] {
    const [rows = fallback, columns = fallback] = this.integers(key, 2, fallback);
    return [rows, columns];
  }

  /** A weight that the layer cannot do without. */
  weight(role: string): KerasWeight {
    const weight = this.layer.weights.get(role);
    if (weight !== undefined) return weight;
    throw new ServiceError("keras_weight_missing", `${this.label} has no weight "${role}"`, {
      hint: "Save the whole model, with its weights: model.save(path)",
    });
  }

  optionalWeight(role: string): KerasWeight | undefined {
    return this.layer.weights.get(role);
  }

  /** @throws ServiceError `keras_layer_invalid` where weights are for another number of channels than the input has */
  expectChannels(weights: number | undefined, input: number): void {
    if (weights === input) return;
    throw new ServiceError(
      "keras_layer_invalid",
      `${this.label} has weights for ${weights ?? "no"} channels, and its input has ${input}`,
      { hint: "The file's weights and its configuration do not belong together: save the model again" },
    );
  }

  /** What the layer is, for messages: `Layer "conv1" (Conv2D)`. */
  get label(): string {
    return `Layer "${this.name}" (${this.className})`;
  }

  /**
   * The error for what TensorFlow Lite has, or Keras, and this lowering has not.
   *
   * @param problem ends the sentence that begins with the layer's name: `has groups of channels`
   * @param supported what could stand there instead, and the wrong name if the nearest is to be told
   */
  unsupported(
    problem: string,
    supported?: { readonly names: readonly string[]; readonly given: string },
  ): ServiceError {
    const known = supported === undefined ? "" : `; supported are ${supported.names.join(", ")}`;
    const near = supported === undefined ? "" : nearest(supported.given, supported.names);
    return new ServiceError("keras_layer_unsupported", `${this.label} ${problem}${known}`, {
      hint: `${near}Set quantization.engine: tensorflow to convert such a network with TensorFlow's own converter`,
    });
  }

  #unreadable(key: string, value: unknown, expected: string): ServiceError {
    return this.unsupported(
      `has ${key}: ${JSON.stringify(value) ?? "nothing"}, where ${expected} is supported`,
    );
  }
}

/** A slip of the pen is told; another word altogether has no nearest one that would help. */
function nearest(given: string, names: readonly string[]): string {
  if (names.length === 0) return "";
  const name = closest(given, [...names]);
  return distance(given, name) <= Math.max(1, given.length / 3) ? `Did you mean ${name}? ` : "";
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}
