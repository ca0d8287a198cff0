import type { KerasModel } from "../../keras/model.js";

/**
 * The version of Keras that wrote a network: its layers tell their type as a name in version 2 and as a DTypePolicy in
 * version 3. Some functions of the same name differ between the two.
 */
export function kerasVersion({ calls }: KerasModel): 2 | 3 {
  const isThree = calls.some(({ layer }) => {
    if (layer.className === "Operation") return true;
    const type: unknown = layer.config.dtype;
    return (
      typeof type === "object" && type !== null && "class_name" in type && type.class_name === "DTypePolicy"
    );
  });
  return isThree ? 3 : 2;
}
