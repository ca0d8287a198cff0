import type { KerasModel } from "../../keras/model.js";

/**
 * The version of Keras that wrote a network. Where the file does not tell, its layers do: their type is a name in
 * version 2 and a DTypePolicy in version 3. Some functions of the same name differ between the two.
 */
export function kerasVersion({ version, calls }: KerasModel): 2 | 3 {
  if (version !== undefined) return version;
  const isThree = calls.some(({ layer }) => {
    if (layer.className === "Operation") return true;
    const type: unknown = layer.config.dtype;
    return (
      typeof type === "object" && type !== null && "class_name" in type && type.class_name === "DTypePolicy"
    );
  });
  return isThree ? 3 : 2;
}
