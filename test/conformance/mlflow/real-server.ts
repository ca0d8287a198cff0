/** verify_filestore.py of the golden folder, asked of a real server on the example and on the same written by us. */
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { FileStore } from "../../../src/tracking/file-store/file-store.js";
import { CLIENT_TAG } from "../../../src/tracking/tracking-store.js";
import { mlflowProgram, mlflowServer } from "../../tracking/mlflow-server.js";
import type { CaseResult } from "../suite.js";
import { EXPERIMENT_ID, writeExample } from "./example-runs.js";
import { difference } from "./recorded.js";

/** `a01 name STATUS [metrics] params tags [datasets] outputs` */
const RUN_LINE = /^[0-9a-f]{3} (\S+ [A-Z]+ \[.*?\] \d+ \d+ )\[(.*)\]( .*)$/;
/** Lines of the script about what ours does not write: experiment tags and the order of folders. */
const NOT_OURS = /^exps /;

export async function* realServer(folder: string): AsyncGenerator<Omit<CaseResult, "group">> {
  const scratch = mkdtempSync(join(tmpdir(), "real-server-"));
  const example = join(folder, "filestore_example");
  try {
    const copy = join(scratch, "copy");
    cpSync(example, copy, { recursive: true });
    const expected = await verify(folder, copy, new Map());
    const ours = join(scratch, "ours");
    const runs = await writeExample(example, new FileStore(ours));
    for (const { experimentId, runId } of runs.values())
      rmSync(join(ours, experimentId, runId, "tags", CLIENT_TAG));
    const ids = new Map([...runs].map(([id, run]) => [id, run.runId]));
    ids.set(EXPERIMENT_ID, [...runs.values()][0]?.experimentId ?? "");
    const actual = await verify(folder, ours, ids);
    yield { id: "answers", ...asFailure(difference("count", actual.length, expected.length)) };
    for (const [at, line] of expected.entries()) {
      if (NOT_OURS.test(line)) continue;
      yield { id: `${at} ${line.slice(0, 40)}`, ...asFailure(difference("line", actual[at], line)) };
    }
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function asFailure(failure: string | undefined): { failure?: string } {
  return failure === undefined ? {} : { failure };
}

/** @returns what the script prints of a store, in the ids of the example, without places and times of making. */
async function verify(folder: string, store: string, ids: ReadonlyMap<string, string>): Promise<string[]> {
  const server = await mlflowServer(
    ["--backend-store-uri", store, "--artifacts-destination", store],
    dirname(store),
  );
  const script = join(dirname(store), "verify.py");
  let text = readFileSync(join(folder, "verify_filestore.py"), "utf8");
  for (const [theirs, own] of ids) text = text.replaceAll(theirs, own);
  writeFileSync(script, text);
  try {
    await server.start();
    const python = join(dirname(mlflowProgram ?? ""), "python");
    const { stdout } = await promisify(execFile)(python, [script, server.url], { maxBuffer: 1 << 26 });
    let answers = stdout;
    for (const [theirs, own] of ids) answers = answers.replaceAll(own, theirs);
    return answers.trimEnd().split("\n").map(withoutPlace);
  } finally {
    await server.kill();
  }
}

/** The store itself, the last digits of ids, and the order in which a folder lists its datasets. */
function withoutPlace(line: string): string {
  const placeless = line.replaceAll(/(file:\/\/[^'"]*?|mlflow-artifacts:)(?=\/412345678901234567)/g, "");
  if (placeless.startsWith("datasets "))
    return (placeless.match(/\{'experiment_id'.*?\}/g) ?? []).sort().join();
  const [, start = "", datasets = "", end = ""] = RUN_LINE.exec(placeless) ?? [];
  return start === ""
    ? placeless
    : `${start}[${datasets
        .split(/, (?=\('COCO)/)
        .sort()
        .join(", ")}]${end}`;
}
