/** Configs of small networks, as Keras 2 and Keras 3 write them. */

export function layer(className: string, name: string, config: object = {}, inbound: unknown[] = []) {
  return {
    class_name: className,
    name,
    config: { name, trainable: true, ...config },
    inbound_nodes: inbound,
  };
}

export function input(name: string, shape: (number | null)[]) {
  return layer("InputLayer", name, { batch_input_shape: shape, dtype: "float32" });
}

export function functional(name: string, layers: object[], inputs: unknown, outputs: unknown) {
  return { class_name: "Functional", config: { name, layers, input_layers: inputs, output_layers: outputs } };
}

export function sequential(name: string, layers: object[]) {
  return { class_name: "Sequential", config: { name, layers } };
}

/** A tensor as an argument of a call in Keras 3. */
export function tensor(name: string, node = 0, index = 0) {
  return {
    class_name: "__keras_tensor__",
    config: { shape: [null, 4], dtype: "float32", keras_history: [name, node, index] },
  };
}

/** `relu(dense(x))` in the form of Keras 2; the dense layer has a kernel [2, 3] and a bias [3]. */
export const DENSE_RELU = functional(
  "net",
  [
    input("in", [null, 2]),
    layer("Dense", "dense", { units: 3, use_bias: true }, [[["in", 0, 0, {}]]]),
    layer("ReLU", "relu", {}, [[["dense", 0, 0, {}]]]),
  ],
  [["in", 0, 0]],
  [["relu", 0, 0]],
);

export const DENSE_WEIGHTS = {
  in: {},
  dense: {
    "dense/kernel:0": { shape: [2, 3], data: [1, 2, 3, 4, 5, 6] },
    "dense/bias:0": { shape: [3], data: [7, 8, 9] },
  },
  relu: {},
};
