import { ServiceError } from "../toolkit/service/error.js";
import { type Config, flagSetting, textSetting } from "../toolkit/service/settings.js";

/** The board that a network is measured for. */
export interface Board {
  readonly name: string;
  /** What its figures are not. */
  readonly note?: string;
}

/**
 * @returns the board that `benchmarking.board` names.
 * @throws ServiceError `config_invalid` without one, `board_unsupported` for a microprocessor (STM32MP…) without
 *   `on_cloud`: the model zoo refuses it, too.
 */
export function benchmarkBoard(config: Config): Board {
  const name = textSetting(config, "benchmarking.board");
  if (!name.includes("STM32MP")) return { name };
  const note = `${name} is a microprocessor: the RAM is what a microcontroller would need.`;
  if (["stedgeai", "stm32ai"].some((tool) => flagSetting(config, `tools.${tool}.on_cloud`, false)))
    return { name, note };
  throw new ServiceError(
    "board_unsupported",
    `benchmarking.board is ${name}, a microprocessor: there is no offline benchmark for STM32MP boards.`,
    { hint: "Name a microcontroller board, for example STM32H747I-DISCO." },
  );
}
