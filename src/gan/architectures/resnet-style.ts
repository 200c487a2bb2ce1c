/** How a residual network keeps its activations in bounds: by normalizing them, or by Fixup. */
import type { Value } from "../../graph/index.ts";
import { type LayerContext, scalarBias, scalarMultiplier } from "../../nn/index.ts";
import type { Normalization } from "../../stabilizers/index.ts";

/** Either a normalization, or Fixup, which does without. */
export type SteadyOptions =
  | { readonly normalization?: Normalization; readonly fixup?: false }
  | { readonly normalization?: never; readonly fixup: true };

/** What the two do at each place. */
export interface ResnetStyle {
  /** Whether convolutions have a bias of each channel. */
  readonly convBias: boolean;
  /** ReLU number `i` of a block, or the network's own. */
  relu(context: LayerContext, i: 1 | 2 | "", x: Value): Value;
  /** What a layer, or the last activation, is given in place of x. */
  before(context: LayerContext, layer: string, x: Value): Value;
  /** The end of a branch. */
  branch(context: LayerContext, x: Value): Value;
}

/** ReLU follows the normalization; convolutions have biases. */
export function normalized(normalization: Normalization): ResnetStyle {
  return {
    convBias: true,
    relu: (context, i, x) => context.g.relu(normalization(context, `norm${i}`, x)),
    before: (_context, _layer, x) => x,
    branch: (_context, x) => x,
  };
}

/** Neither. */
export const plain: ResnetStyle = normalized((_context, _name, x) => x);

/** The learning rate of Fixup's scalars, as in its first author's code. */
const scalars = { rate: 0.1 };

/**
 * One number is added before each convolution, dense layer and activation, one multiplies each branch;
 * convolutions have no biases.
 *
 * @see Zhang et al. 2019, "Fixup Initialization", rule 3.
 */
export const fixupStyle: ResnetStyle = {
  convBias: false,
  relu: (context, i, x) => context.g.relu(scalarBias(context, `before-relu${i}`, x, scalars)),
  before: (context, layer, x) => scalarBias(context, `before-${layer}`, x, scalars),
  branch: (context, x) => scalarMultiplier(context, "multiplier", x, scalars),
};

/** What the options ask for. */
export function styleOf({ normalization, fixup = false }: SteadyOptions): ResnetStyle {
  if (fixup) return fixupStyle;
  return normalization ? normalized(normalization) : plain;
}
