import type { Lowerings } from "./lowering.js";

/** Every layer that can be lowered, by its Keras class name. */
export const LAYERS: Lowerings = new Map([]);
