import type { Footprint, LayerFootprint } from "../footprint/footprint.js";

/** The content of `network_report.json`. The totals bear the names that STM32Cube.AI's report gives them. */
export interface NetworkReport {
  readonly estimate: true;
  readonly model: string;
  readonly board: string;
  /** Bytes of activation RAM. */
  readonly ram_size: number;
  /** Bytes of weights in flash. */
  readonly rom_size: number;
  readonly rom_n_macc: number;
  /** Operators that count 0 MACC for want of a formula. */
  readonly uncounted_operators: readonly string[];
  readonly layers: readonly LayerFootprint[];
}

export function networkReport(
  footprint: Footprint,
  about: { readonly model: string; readonly board: string; readonly uncounted: readonly string[] },
): NetworkReport {
  return {
    estimate: true,
    model: about.model,
    board: about.board,
    ram_size: footprint.activationBytes,
    rom_size: footprint.weightsBytes,
    rom_n_macc: footprint.macc,
    uncounted_operators: about.uncounted,
    layers: footprint.layers,
  };
}
