import type { DictSchema, LeafSchema, ListSchema, Schema, StructSchema } from "../defaults/schema.js";

const anyLeaf: LeafSchema = { type: "any" };
const str: LeafSchema = { type: "str" };
const strings: ListSchema = { type: "list", of: str };
const anything: DictSchema = { type: "dict", of: anyLeaf };

/** The types of the `hydra` node: those of Hydra 1.3's `HydraConf`. */
export const hydraSchema: StructSchema = struct("HydraConf", {
  mode: { type: "enum", names: ["RUN", "MULTIRUN"], optional: true },
  searchpath: strings,
  run: struct("RunDir", { dir: str }),
  sweep: struct("SweepDir", { dir: str, subdir: str }),
  hydra_logging: anything,
  job_logging: anything,
  sweeper: { ...anyLeaf, optional: true },
  launcher: { ...anyLeaf, optional: true },
  callbacks: anything,
  help: struct("HelpConf", { app_name: str, header: str, footer: str, template: str }),
  hydra_help: struct("HydraHelpConf", { hydra_help: str, template: str }),
  output_subdir: { ...str, optional: true },
  overrides: struct("OverridesConf", { hydra: strings, task: strings }),
  job: struct("JobConf", {
    name: str,
    chdir: { type: "bool", optional: true },
    override_dirname: str,
    id: str,
    num: { type: "int" },
    config_name: { ...str, optional: true },
    env_set: { type: "dict", of: str },
    env_copy: strings,
    config: struct("JobConfig", {
      override_dirname: struct("OverrideDirname", { kv_sep: str, item_sep: str, exclude_keys: strings }),
    }),
  }),
  runtime: struct("RuntimeConf", {
    version: str,
    version_base: str,
    cwd: str,
    config_sources: {
      type: "list",
      of: struct("ConfigSourceInfo", { path: str, schema: str, provider: str }),
    },
    output_dir: str,
    choices: anything,
  }),
  verbose: anyLeaf,
});

export const basicLauncherSchema: StructSchema = struct("BasicLauncherConf", { _target_: str });

export const basicSweeperSchema: StructSchema = struct("BasicSweeperConf", {
  _target_: str,
  max_batch_size: { type: "int", optional: true },
  params: { type: "dict", of: str, optional: true },
});

function struct(name: string, fields: Readonly<Record<string, Schema>>): StructSchema {
  return { type: "struct", name, fields };
}
