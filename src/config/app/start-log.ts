import type { Composition } from "../composition.js";
import { configureLog } from "./configure-log.js";
import type { Program } from "./program.js";
import { HYDRA_LOGGER, showInfo } from "./show/show-info.js";

/** Sets up Hydra's own log, and tells all about the composition there where `hydra.verbose` asks for it. */
export function startLog(program: Program, composition: Composition): void {
  const context = program.context(undefined);
  configureLog(program, composition.config, "hydra_logging", { context, cwd: program.world.cwd });
  if (!program.log.isEnabled(HYDRA_LOGGER, "DEBUG")) return;
  const logger = program.log.logger(HYDRA_LOGGER);
  showInfo(
    "all",
    () => composition,
    (line, level) => logger[level](line),
  );
}
