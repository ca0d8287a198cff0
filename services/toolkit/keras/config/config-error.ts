import { ServiceError } from "../../service/error.js";

/** A config that no Keras would write: the file is damaged or made by hand. `path` is filled in by the reader. */
export function configError(what: string): ServiceError {
  return new ServiceError("keras_config_invalid", what, {
    hint: "Save the network again with Keras: model.save('model.h5') or model.save('model.keras').",
  });
}
