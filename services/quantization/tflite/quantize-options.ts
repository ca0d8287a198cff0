/** Type of what a quantized network takes or gives: its own integers, or values in front of and behind them. */
export type EndType = "float32" | "int8" | "uint8";

export interface QuantizeOptions {
  /** One scale for each output channel of a weight, or one for all. */
  readonly granularity: "per_channel" | "per_tensor";
  readonly inputType: EndType;
  readonly outputType: EndType;
}
