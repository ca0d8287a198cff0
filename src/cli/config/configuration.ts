import { jobPart } from "../../config/app/job-part.js";
import type { ResolveContext } from "../../config/nodes/interpolation/context.js";
import type { MapNode } from "../../config/nodes/node.js";
import { pythonText } from "../../config/nodes/python-text.js";
import { select } from "../../config/nodes/select.js";
import type { LocatedConfig } from "./locate-config.js";
import type { Configs } from "./open-configs.js";

/** What the command line and its files say, composed as Hydra does. */
export interface Configuration {
  readonly located: LocatedConfig;
  /** With its `hydra` node, interpolations unresolved. */
  readonly config: MapNode;
  /** Without it: what a job sees. */
  readonly job: MapNode;
  /** As they were typed: those of the job, and Hydra's own. */
  readonly overrides: { readonly task: readonly string[]; readonly hydra: readonly string[] };
  readonly context: ResolveContext;
  /** Things that were taken another way than the text says, worth telling: more come as values are resolved. */
  readonly notices: readonly string[];
  /** The file of defaults below the primary configuration. */
  readonly defaultsFile: string;
}

/**
 * @param config composed, with its `hydra` node.
 * @param warnings those of the composition.
 */
export function configurationOf(
  { located, defaultsFile, context }: Configs,
  config: MapNode,
  warnings: readonly string[] = [],
): Configuration {
  const notices = [...warnings];
  const warn = (message: string) => {
    if (!notices.includes(message)) notices.push(message);
  };
  return {
    located,
    config,
    job: jobPart(config),
    overrides: { task: textsAt(config, "task"), hydra: textsAt(config, "hydra") },
    context: context(config, warn),
    notices,
    defaultsFile,
  };
}

function textsAt(config: MapNode, part: "task" | "hydra"): string[] {
  const node = select(config, `hydra.overrides.${part}`);
  return node?.kind === "list" ? node.items.map(pythonText) : [];
}
