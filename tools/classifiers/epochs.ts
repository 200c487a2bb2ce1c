/** Batches of a data set, epoch by epoch: each depends on its step alone, so that a training may go on anywhere. */
import { randomStream } from "evenkeel";
import { SEED } from "./recipe.ts";

/** The images of a batch. */
export interface Drawn {
  /** Counted from 0. */
  readonly epoch: number;
  /** Places in the data set. */
  readonly places: Uint32Array;
  /** Of the batch's other random choices. */
  readonly stream: ReturnType<typeof randomStream>;
}

/**
 * Draws every image of a set once an epoch, in full batches; the few that are left at an epoch's end are left
 * out.
 */
export function epochs(count: number, batchSize: number): (step: number) => Drawn {
  const perEpoch = Math.floor(count / batchSize);
  let known: { readonly epoch: number; readonly order: Uint32Array } | undefined;
  return (step) => {
    const epoch = Math.floor((step - 1) / perEpoch);
    if (known?.epoch !== epoch) {
      known = { epoch, order: randomStream(SEED, `order/${epoch}`).permutation(count) };
    }
    const start = ((step - 1) % perEpoch) * batchSize;
    const places = known.order.subarray(start, start + batchSize);
    return { epoch, places, stream: randomStream(SEED, `batch/${step}`) };
  };
}
