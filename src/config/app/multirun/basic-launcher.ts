import type { LauncherFactory } from "./launcher.js";

/** Hydra's launcher: one job after another, in this process. */
export const basicLauncher: LauncherFactory = ({ log, runJob }) => ({
  async *launch({ jobs, count, firstIndex }) {
    log.info(`Launching ${count} jobs locally`);
    let index = firstIndex;
    for (const overrides of jobs) {
      log.info(`\t#${index} : ${overrides.filter((text) => !text.startsWith("hydra.")).join(" ")}`);
      yield await runJob(overrides, index);
      index++;
    }
  },
});
