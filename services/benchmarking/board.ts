import { ServiceError } from "../toolkit/service/error.js";
import { type Config, textSetting } from "../toolkit/service/settings.js";

/**
 * @returns the microcontroller board that `benchmarking.board` names.
 * @throws ServiceError `config_invalid` without one, `board_unsupported` for a microprocessor (STM32MP…), whose
 *   runtime lays out memory in its own way; the model zoo refuses it without the cloud, too.
 */
export function microcontrollerBoard(config: Config): string {
  const board = textSetting(config, "benchmarking.board");
  if (!board.includes("STM32MP")) return board;
  throw new ServiceError(
    "board_unsupported",
    `benchmarking.board is ${board}, a microprocessor: there is no offline benchmark for STM32MP boards.`,
    { hint: "Name a microcontroller board, for example STM32H747I-DISCO." },
  );
}
