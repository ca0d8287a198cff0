#!/usr/bin/env node
/** The smallest program with shell completion, for `conf/config.yaml` in the working directory. */
import { HYDRA_FLAGS } from "../../../src/config/app/flags/hydra-flags.js";
import { shellCompletion } from "../../../src/config/completion/shell-completion.js";
import { accessTo } from "./access-to.js";

const [, , , ...words] = process.argv;
const text = shellCompletion(words, {
  program: "my-app",
  line: process.env.COMP_LINE ?? "",
  flags: HYDRA_FLAGS,
  open: (flags) =>
    accessTo({
      searchPath: [{ provider: "main", path: `file://${process.cwd()}/conf` }],
      configName: String(flags.get("config-name") ?? "config"),
      cwd: process.cwd(),
    }),
});
console.log(text);
