/** How a residual classifier keeps its activations in bounds: by normalizing them, by Fixup, or not at all. */
import type { Value } from "../../graph/index.ts";
import { type LayerContext, scalarBias, scalarMultiplier } from "../../nn/index.ts";
import type { Normalization } from "../../stabilizers/index.ts";

/** What is done at each place of a residual network. */
export interface Steady {
  /** Whether convolutions have a bias of each channel. */
  readonly convBias: boolean;
  /** What a layer is given in place of x. */
  before(context: LayerContext, layer: string, x: Value): Value;
  /** What becomes of the output of convolution number `i`, or of the shortcut's. */
  after(context: LayerContext, i: 1 | 2 | "shortcut", x: Value): Value;
  /** The end of a branch, before the shortcut is added. */
  branch(context: LayerContext, x: Value): Value;
}

/** Neither: convolutions have biases. */
export const plain: Steady = {
  convBias: true,
  before: (_context, _layer, x) => x,
  after: (_context, _i, x) => x,
  branch: (_context, x) => x,
};

/** A normalization behind each convolution. */
export function normalized(normalization: Normalization): Steady {
  return {
    ...plain,
    convBias: false,
    after: (context, i, x) =>
      normalization(context, i === "shortcut" ? "shortcut-norm" : `norm${i}`, x),
  };
}

/** The learning rate of Fixup's scalars, times that of the weights, as in its first author's code. */
const scalars = { rate: 0.1 };

/**
 * One number is added before each convolution, the dense layer and each ReLU, one multiplies each branch;
 * convolutions have no biases. The first convolution of the network has none before it, as in the first author's
 * code.
 *
 * @see Zhang, Dauphin & Ma 2019, "Fixup Initialization", rule 3.
 */
export const fixedUp: Steady = {
  convBias: false,
  before: (context, layer, x) => scalarBias(context, `before-${layer}`, x, scalars),
  after: (context, i, x) => (i === 1 ? scalarBias(context, "before-relu1", x, scalars) : x),
  branch: (context, x) =>
    scalarBias(
      context,
      "before-relu2",
      scalarMultiplier(context, "multiplier", x, scalars),
      scalars,
    ),
};
