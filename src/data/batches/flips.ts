/** Random horizontal flips. */
import type { ImageType } from "../../images/index.ts";
import { type RandomStream, randomStream, restoreRandomStream } from "../../random.ts";
import { type ImageDataset, mirror } from "../dataset/index.ts";
import type { BatchSource, BatchSourceState } from "./batches.ts";

/**
 * The batches of a source with each image mirrored left to right or not, equally likely, whenever it is
 * shown. The choices come from the stream `flip` of the seed, one for each image in the order shown; they
 * are part of {@link BatchSource.state}.
 *
 * @param from the state that the source goes on from; without one, or from one of a source without
 *   flips, the stream begins anew.
 */
export function withFlips<Type extends ImageType>(
  source: BatchSource<Type>,
  { width }: Pick<ImageDataset, "width">,
  seed: number,
  from?: BatchSourceState,
): BatchSource<Type> {
  const stream = from?.flips ? restoreRandomStream(from.flips) : randomStream(seed, "flip");
  const { batchSize } = source;
  return {
    ...source,
    async next() {
      const reading = source.next();
      const flips = choices(stream, batchSize);
      const batch = await reading;
      const length = batch.images.length / batchSize;
      flips.forEach((flip, i) => {
        if (flip) mirror(batch.images.subarray(i * length, (i + 1) * length), width);
      });
      return batch;
    },
    nextIndices() {
      choices(stream, batchSize);
      return source.nextIndices();
    },
    state: () => ({ ...source.state(), flips: stream.state() }),
  };
}

function choices(stream: RandomStream, count: number): readonly boolean[] {
  return Array.from({ length: count }, () => stream.integer(2) === 1);
}
