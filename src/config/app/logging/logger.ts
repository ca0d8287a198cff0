/** Writes lines to the log, as the config's `hydra.job_logging` says. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warning(message: string): void;
  error(message: string): void;
}
