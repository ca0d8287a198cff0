/** The suite `preprocess`: decoding, and the zoo's pipeline from a photo to a tensor with its labels. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { blobReader } from "./blob.js";
import { checkDecoding, type DecodeCase } from "./preprocess/check-decoding.js";
import { checkLabels } from "./preprocess/check-labels.js";
import { checkPipeline, type PipelineCase } from "./preprocess/check-pipeline.js";
import type { Suite } from "./suite.js";

export const preprocess: Suite = async function* ({ folder, only }) {
  const manifest: { cases: readonly (DecodeCase | PipelineCase)[] } = JSON.parse(
    readFileSync(join(folder, "manifest.json"), "utf8"),
  );
  const reader = blobReader(folder);
  const images = join(folder, "images");
  for (const golden of manifest.cases) {
    if (only !== undefined && !only.has(golden.kind)) continue;
    const { id } = golden;
    if (golden.kind === "decode")
      yield { id, group: "decode", ...failing(await checkDecoding(golden, images, reader)) };
    else {
      const { failure, photo } = await checkPipeline(golden, images, reader);
      yield { id, group: `${golden.aspect_ratio} ${golden.interpolation}`, ...failing(failure) };
      if (photo !== undefined && golden.labels_in !== undefined)
        yield { id: `${id}/labels`, group: "labels", ...failing(checkLabels(golden, photo, reader)) };
    }
  }
};

function failing(failure: string | undefined): { failure?: string } {
  return failure === undefined ? {} : { failure };
}
