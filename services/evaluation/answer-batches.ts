import type { ImageBatch } from "../toolkit/image/load-batches.js";
import type { Network, NetworkOutput } from "./network.js";

export interface AnsweredBatch {
  readonly batch: ImageBatch;
  readonly output: NetworkOutput;
}

/**
 * Runs a network over batches, as many at a time as it can, and gives the answers in order. Batches are asked for as
 * runs end, so that a bounded number is held.
 * @throws what loading a batch or running the network throws, the first failure only
 */
export async function* answerBatches(
  batches: AsyncIterable<ImageBatch> | Iterable<ImageBatch>,
  network: Network,
): AsyncGenerator<AnsweredBatch, void, undefined> {
  const running: Promise<AnsweredBatch>[] = [];
  for await (const batch of batches) {
    const answering = answer(batch);
    // A failure is reported when its turn comes, not as an unhandled rejection before.
    answering.catch(() => undefined);
    running.push(answering);
    const oldest = running.length < network.parallel ? undefined : running.shift();
    if (oldest !== undefined) yield await oldest;
  }
  for (const answering of running) yield await answering;

  async function answer(batch: ImageBatch): Promise<AnsweredBatch> {
    return { batch, output: await network.run(batch.data, batch.paths.length) };
  }
}
