import { type Config, flagSetting, setting } from "../toolkit/service/settings.js";

/** The section's name and its earlier one, each with the key of the program's path. */
const TOOLS = [
  { section: "tools.stedgeai", path: "path_to_stedgeai" },
  { section: "tools.stm32ai", path: "path_to_stm32ai" },
] as const;

/** @returns a sentence for each request for ST's own tools, which are not used here: the figures are estimates. */
export function toolNotes(config: Config): readonly string[] {
  return TOOLS.flatMap(({ section, path }) => {
    const program = setting(config, `${section}.${path}`);
    const asked = [
      ...(flagSetting(config, `${section}.on_cloud`, false) ? [`${section}.on_cloud is True`] : []),
      ...(program === undefined ? [] : [`${section}.${path} is ${program}`]),
    ];
    return asked.map(
      (what) => `${what}, but ST Edge AI is not run yet: the figures are an offline estimate.`,
    );
  });
}
