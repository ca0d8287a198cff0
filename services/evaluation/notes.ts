/** What a user should know of an evaluation beside its figures. */
import { keypointsOf, type Person } from "../toolkit/dataset/parse-label.js";
import type { Size } from "../toolkit/image/pixels.js";
import type { Preprocessing } from "../toolkit/image/preprocessing.js";
import { counted } from "../toolkit/service/counted.js";
import type { Emitter } from "../toolkit/service/protocol.js";
import { type Config, setting, textSetting } from "../toolkit/service/settings.js";
import type { PoseResult } from "./evaluate-poses.js";
import { sigmas } from "./sigmas.js";

/** Warns of settings that are not followed, and of labels that cannot score. */
export function warnOfSettings(config: Config, persons: readonly Person[], emit: Emitter): void {
  const keypoints = persons[0] === undefined ? 0 : keypointsOf(persons[0]);
  const warn = (message: string) => emit.log("warn", message);
  const named = setting(config, "dataset.keypoints");
  if (named !== undefined && named !== keypoints)
    warn(`dataset.keypoints is ${JSON.stringify(named)}, but the labels have ${keypoints} key points.`);
  if (sigmas(keypoints) === undefined)
    warn(`There are sigmas for 17 and 13 key points, not for ${keypoints}: every OKS is 0.`);
  const target = textSetting(config, "evaluation.target", "host");
  if (target !== "host") warn(`evaluation.target ${target} is not supported: evaluating on this host.`);
}

/** Tells how many photos were padded: the zoo scores those otherwise (see `padLabel`). */
export function noteImages(
  results: readonly PoseResult[],
  { preprocessing, input }: { readonly preprocessing: Preprocessing; readonly input: Size },
  emit: Emitter,
): void {
  const hasBorder = ({ photo }: PoseResult) => photo.width * input.height !== photo.height * input.width;
  const padded = results.filter(hasBorder).length;
  if (preprocessing.aspectRatio === "padding" && padded > 0)
    emit.log(
      "info",
      `${counted(padded, "photo")} padded: the labels move with the picture. The zoo moves the other axis, so its figure is lower.`,
    );
}
