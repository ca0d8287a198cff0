import type { Resolver } from "../nodes/interpolation/context.js";
import type { CallbackFactory } from "./callbacks/callback.js";
import type { Task } from "./job/job.js";
import type { LauncherFactory } from "./multirun/launcher.js";
import type { SweeperFactory } from "./multirun/sweeper.js";
import type { World } from "./world.js";

/**
 * A program in Hydra's way. Where `cwd` and `env` are not given, they are the process's own, which then follow the
 * job: into its directory (`hydra.job.chdir`) and with its variables (`hydra.job.env_set`).
 */
export interface AppOptions extends Partial<World> {
  /** `hydra.job.name`, unless a config sets it. */
  readonly name: string;
  /** What the usage line calls the program. Default: its name. */
  readonly program?: string;
  /** Folder of the configs, absolute or relative to `folder`; null for none. */
  readonly configPath: string | null;
  /** Name of the primary config; null composes the overrides alone. */
  readonly configName: string | null;
  /** What relative config paths count from: `import.meta.dirname`. Default: `cwd`. */
  readonly folder?: string;
  /** The words behind the program's name. Default: the process's. */
  readonly argv?: readonly string[];
  readonly task: Task;
  /** Resolvers besides the built-in ones; one of the same name wins. */
  readonly resolvers?: ReadonlyMap<string, Resolver>;
  /** Sweepers and launchers besides the basic ones, by the `_target_` that configs name them with. */
  readonly sweepers?: ReadonlyMap<string, SweeperFactory>;
  readonly launchers?: ReadonlyMap<string, LauncherFactory>;
  /** What `hydra.callbacks` may name, by its `_target_`. */
  readonly callbacks?: ReadonlyMap<string, CallbackFactory>;
}
