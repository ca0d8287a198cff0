import { ServiceError } from "../../service/error.js";

/** @returns the error for a file whose parts do not fit together, or end too early. */
export function damaged(what: string): ServiceError {
  return new ServiceError("model_unreadable", `its HDF5 content is cut short or damaged (${what})`, {
    hint: "Copy the file again.",
  });
}

/** @returns the error for what the format allows and Keras never writes. */
export function unsupported(what: string): ServiceError {
  return new ServiceError(
    "model_unreadable",
    `its HDF5 content is kept in a way that Keras does not use: ${what}`,
    {
      hint: "Load it in Keras and save it again: model.save('model.h5').",
    },
  );
}
