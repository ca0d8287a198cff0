import { expect, test } from "vitest";
import { commandBlock } from "../../src/report/note.js";

test("a long command is folded, so that it can be read and a shell takes it as one", () => {
  const words = ["stm32ai_main", "--config-name", "chain_eqeb_config.yaml", "general.project_name=two words"];
  expect(commandBlock([...words, `dataset.test_path=${"x".repeat(60)}`, "a=1"])).toBe(
    [
      "```sh",
      "stm32ai_main --config-name chain_eqeb_config.yaml \\",
      "  'general.project_name=two words' \\",
      `  dataset.test_path=${"x".repeat(60)} \\`,
      "  a=1",
      "```",
    ].join("\n"),
  );
});
