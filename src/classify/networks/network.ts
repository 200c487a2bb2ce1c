/** Networks of classifiers as records: what builds them, and what settings need to know. */
import type { z } from "zod";
import type { Network } from "../../nn/index.ts";
import type { Normalization } from "../../stabilizers/index.ts";

/** How a classifier's network keeps its activations in bounds, and how many classes it tells. */
export interface ClassifierParts {
  readonly classes: number;
  /** Behind each convolution; absent: there is none, and convolutions have biases. */
  readonly normalization?: Normalization | undefined;
  /** Whether it has Fixup's scalars in place of a normalization. Default false. */
  readonly fixup?: boolean | undefined;
}

/** A network that settings can name. */
export interface ClassifierNetwork<Options extends z.ZodObject = z.ZodObject> {
  /** What it is, in a phrase. */
  readonly summary: string;
  /** The schema of its options, with defaults and descriptions. */
  readonly options: Options;
  /** Whether it has residual branches, which the initializer fixup is made for. */
  readonly fixup: boolean;
  /**
   * The network from images `[N, C, H, W]` in [-1, 1] to logits `[N, classes]`, for images of any size.
   *
   * @throws EvenkeelError `CONFIG` for options that do not fit each other.
   */
  create(parts: ClassifierParts, options: z.output<Options>): Network;
}

/** The slope of ReLU, which all layers of these networks stand before. */
export const RELU = 0;
