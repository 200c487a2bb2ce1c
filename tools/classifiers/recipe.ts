/** How a small classifier is trained. */
import type {
  ClassifierBatch,
  ClassifierDefinition,
  ClassifierTraining,
} from "evenkeel/metrics/classifier";

/** A classifier before it is trained: its network, its data, how it learns. */
export interface ClassifierRecipe {
  /** What the ONNX file says of itself. */
  readonly description: string;
  readonly definition: ClassifierDefinition;
  readonly batchSize: number;
  /** Batches of a whole training. */
  readonly steps: number;
  /** After how many batches the state is saved. */
  readonly saveEvery: number;
  /** How a training of so many steps learns, and the same in words. */
  learning(steps: number): Learning;
  /** What `--data` must name; `undefined` where the images are drawn. */
  readonly place: string | undefined;
  /**
   * Opens the images.
   *
   * @param place what `--data` names.
   */
  open(place: string, tell: (text: string) => void): Promise<ClassifierData>;
}

/** The part of the training options that is the recipe's. */
export interface Learning
  extends Pick<ClassifierTraining, "optimizer" | "learningRate" | "weightDecay" | "smoothing"> {
  readonly words: string;
}

/** Images to learn from, and others to test with. */
export interface ClassifierData {
  /** The batch of a step, counted from 1: the same whenever it is asked for. */
  batch(step: number): ClassifierBatch;
  /** Images that are not learnt from, with the class of the first target. */
  readonly test: { readonly images: Uint8Array; readonly labels: ArrayLike<number> };
  /** An image for whose features and logits the file keeps what the float64 reference gives. */
  readonly probe: Uint8Array;
  /** What the file says of the data, by key. */
  readonly facts: Readonly<Record<string, string>>;
}

/** The seed of initial weights and batches. */
export const SEED = 1;

/** An image without any data: pixel i is 37·i mod 256. */
export function patternProbe(pixels: number): Uint8Array {
  return Uint8Array.from({ length: pixels }, (_, i) => (37 * i) % 256);
}
