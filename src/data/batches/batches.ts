import { EvenkeelError } from "../../errors.ts";
import type { Images, ImageType } from "../../images/index.ts";
import { type RandomState, type RandomStream, restoreRandomStream } from "../../random.ts";
import { emptyImages, type ImageDataset } from "../dataset/index.ts";

/** Images of a set of this `dtype` with their classes. */
export interface Batch<Type extends ImageType = ImageType> {
  /** `[batchSize, C, H, W]` */
  readonly images: Images<Type>;
  /** int32 `[batchSize]`: positions in the set's `classes`. */
  readonly labels: Int32Array;
}

/** An endless, shuffled, resumable sequence of batches; see {@link batchSource}. */
export interface BatchSource<Type extends ImageType = ImageType> {
  readonly batchSize: number;
  /**
   * The next batch, in new arrays each time. Of a set that is not in memory, the batches after it are
   * read ahead meanwhile.
   */
  next(): Promise<Batch<Type>>;
  /** As {@link BatchSource.next}, but only which images these are: nothing is read. */
  nextIndices(): Uint32Array;
  /** Everything needed to go on from here exactly; JSON-safe. */
  state(): BatchSourceState;
}

/** Where a {@link BatchSource} stands: after what it gave out, whatever it has read ahead. */
export interface BatchSourceState {
  /** The number of images of the set. */
  readonly count: number;
  /** Epochs completed before this one. */
  readonly epoch: number;
  /** Images of this epoch already given out, 0 … count. */
  readonly position: number;
  /** The random stream before it drew this epoch's order. */
  readonly epochStart: RandomState;
  /** The stream of the flips, where images are flipped; see `withFlips`. */
  readonly flips?: RandomState;
}

/**
 * Batches of a data set in a new random order each epoch.
 *
 * Every batch is full, and every epoch shows every image exactly once: the images left at an
 * epoch's end open the first batch of the next. A set smaller than a batch works the same way; its
 * images then come more than once in a batch.
 *
 * @param options.batchSize a whole number, 1 or more.
 * @param options.stream where the orders are drawn from; it belongs to the source from now on.
 * @throws EvenkeelError `CONFIG` for a wrong batch size.
 */
export function batchSource<Type extends ImageType>(
  dataset: ImageDataset<Type>,
  options: { readonly batchSize: number; readonly stream: RandomStream },
): BatchSource<Type> {
  return sourceFrom(dataset, options.batchSize, options.stream, 0, 0);
}

/**
 * The source that goes on exactly where {@link BatchSource.state} was taken.
 *
 * @param options.batchSize may differ from the one before; the images come in the same order.
 * @throws EvenkeelError `CHECKPOINT` when the set has another number of images than the state.
 */
export function restoreBatchSource<Type extends ImageType>(
  dataset: ImageDataset<Type>,
  options: { readonly batchSize: number },
  state: BatchSourceState,
): BatchSource<Type> {
  if (state.count !== dataset.count) {
    throw new EvenkeelError(
      "CHECKPOINT",
      `batches: the ${dataset.name} set must have the ${state.count} images it had when the ` +
        `checkpoint was written, got ${dataset.count} in ${dataset.source}`,
      { advice: "Give the run the data that it began with, or begin a new run." },
    );
  }
  const stream = restoreRandomStream(state.epochStart);
  return sourceFrom(dataset, options.batchSize, stream, state.epoch, state.position);
}

function sourceFrom<Type extends ImageType>(
  dataset: ImageDataset<Type>,
  batchSize: number,
  stream: RandomStream,
  epoch: number,
  position: number,
): BatchSource<Type> {
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
    throw new EvenkeelError(
      "CONFIG",
      `batchSize: must be a whole number, 1 or more, got ${batchSize}`,
    );
  }
  const order = shuffledOrder(dataset.count, stream, epoch, position);
  const batchesAhead = Math.ceil((dataset.readAhead ?? 0) / batchSize);
  const ahead: Drawn<Type>[] = [];
  let given = order.state();

  const draw = (): Drawn<Type> => ({ indices: order.next(batchSize), after: order.state() });
  const take = () => {
    const taken = ahead.shift() ?? draw();
    given = taken.after;
    return taken;
  };
  const read = async (indices: Uint32Array): Promise<Batch<Type>> => {
    const images = emptyImages(dataset, batchSize);
    await dataset.read(indices, images);
    return { images, labels: Int32Array.from(indices, (i) => dataset.labels[i] as number) };
  };
  return {
    batchSize,
    next() {
      const { indices, batch = read(indices) } = take();
      while (ahead.length < batchesAhead) {
        const drawn = draw();
        const early = read(drawn.indices);
        // a failure is reported when the turn of its batch comes
        early.catch(() => undefined);
        ahead.push({ ...drawn, batch: early });
      }
      return batch;
    },
    nextIndices: () => take().indices,
    state: () => given,
  };
}

/** A batch that was drawn, and perhaps is being read. */
interface Drawn<Type extends ImageType> {
  readonly indices: Uint32Array;
  readonly after: BatchSourceState;
  readonly batch?: Promise<Batch<Type>>;
}

/** Endless indices 0 … count − 1, in a new order each epoch. */
function shuffledOrder(
  count: number,
  stream: RandomStream,
  firstEpoch: number,
  firstPosition: number,
) {
  let [epoch, position] = [firstEpoch, firstPosition];
  let epochStart = stream.state();
  let order = stream.permutation(count);
  return {
    next(wanted: number): Uint32Array {
      const indices = new Uint32Array(wanted);
      for (let filled = 0; filled < wanted; ) {
        if (position === count) {
          epochStart = stream.state();
          order = stream.permutation(count);
          position = 0;
          epoch++;
        }
        const taken = order.subarray(position, position + wanted - filled);
        indices.set(taken, filled);
        filled += taken.length;
        position += taken.length;
      }
      return indices;
    },
    state: (): BatchSourceState => ({ count, epoch, position, epochStart }),
  };
}
