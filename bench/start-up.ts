/**
 * From the shell to a composed configuration: `--cfg job` against the smallest Hydra 1.3 app.
 * `npx tsx bench/start-up.ts [PYTHON with hydra-core]`
 */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { markdownTable, measure } from "./measure.js";

const ROUNDS = 15;
const HYDRA_APP = `import hydra
@hydra.main(version_base=None, config_path=".", config_name="config")
def main(cfg):
    pass
main()
`;

const root = fileURLToPath(new URL("..", import.meta.url));
const python = process.argv[2] ?? process.env.PYTHON ?? "python3";
const folder = mkdtempSync(join(tmpdir(), "start-up-"));
writeFileSync(join(folder, "app.py"), HYDRA_APP);
writeFileSync(join(folder, "config.yaml"), "a: 1\n");

const program = [process.execPath, join(root, "dist/bin/stm32ai_main.cjs")];
const figures = measure(
  [
    { name: "bare node", argv: [process.execPath, "-e", "0"] },
    { name: "stm32ai_main --help", argv: [...program, "--help"], cwd: root },
    {
      name: "stm32ai_main --config-name chain_qb_config.yaml --cfg job",
      argv: [...program, "--config-name", "chain_qb_config.yaml", "--cfg", "job"],
      cwd: root,
    },
    { name: "Hydra 1.3, one key, --cfg job", argv: [python, "app.py", "--cfg", "job"], cwd: folder },
  ],
  ROUNDS,
);
console.log(markdownTable(figures));
