import type { Arguments } from "../../config/app/flags/parse-arguments.js";
import { shellCompletion } from "../../config/completion/shell-completion.js";
import { openConfigs } from "../config/open-configs.js";
import { FLAGS } from "../flags.js";
import type { World } from "../world.js";

const PROGRAM = "stm32ai_main";

/** @returns what `--shell-completion` prints. @throws ConfigError for a shell or a command that there is not. */
export function showCompletion({ flags, words }: Arguments, world: World): string {
  const text = shellCompletion(words, {
    program: PROGRAM,
    line: world.env.COMP_LINE ?? "",
    flags: FLAGS,
    open: (typed) => ({ ...openConfigs(new Map([...flags, ...typed]), world), cwd: world.cwd }),
  });
  return `${text}\n`;
}
