#!/usr/bin/env node
/** The smallest program with shell completion, for `conf/config.yaml` in the working directory. */
import { shellCompletion } from "../../../src/config/completion/shell-completion.js";

const [, , , ...words] = process.argv;
const text = shellCompletion(words, {
  program: "my-app",
  line: process.env.COMP_LINE ?? "",
  compositionFor: (flags) => ({
    searchPath: [{ provider: "main", path: `file://${process.cwd()}/conf` }],
    configName: flags.get("--config-name") ?? "config",
  }),
});
console.log(text);
