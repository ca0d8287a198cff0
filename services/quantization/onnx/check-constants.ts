import { ServiceError } from "../../toolkit/service/error.js";
import { floatData } from "./float-data.js";
import type { Marks } from "./marks.js";

/** @throws ServiceError `weights_not_finite` naming the first marked constant that holds a NaN or an infinity. */
export function checkConstants({ tensors, biases, names }: Marks): void {
  for (const name of [...tensors.keys(), ...biases.keys()]) {
    const tensor = names.initializers.get(name);
    const wrong =
      tensor === undefined ? undefined : floatData(tensor).find((value) => !Number.isFinite(value));
    if (wrong === undefined) continue;
    throw new ServiceError(
      "weights_not_finite",
      `The weight '${name}' holds ${wrong}; it cannot be quantized.`,
    );
  }
}
