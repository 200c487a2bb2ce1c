/** Batch normalization whose scale and shift depend on the class. */
import { EvenkeelError } from "../../errors.ts";
import type { Value } from "../../graph/index.ts";
import { classRows, requireCondition } from "../condition.ts";
import type { LayerContext } from "../network.ts";
import { alongChannels, standardizeChannels } from "./standardize.ts";

/** Options of {@link conditionalBatchNorm}. */
export interface ConditionalBatchNormOptions {
  /** Added to the variance. Default 1e-5. */
  readonly epsilon?: number;
  /** Share of the old running statistics that a training pass keeps. Default 0.9. */
  readonly decay?: number;
}

/**
 * Batch normalization with a scale and a shift for each class:
 *
 *   y = γ(label) · (x − μ) / √(σ² + ε) + β(label)
 *
 * for `[N, C, H, W]` or `[N, D]`. The statistics are those of batch normalization, over the examples of
 * all classes together. Labels are those of `context.condition`: int32 `[N]` of 0 … classes − 1.
 *
 * Parameters `scale [classes, C]` (1 at first) and `shift [classes, C]` (0); buffers `mean` and
 * `variance`. A class that the batch does not have leaves its rows without a gradient.
 *
 * @throws EvenkeelError `CONFIG` if the network has no classes of its examples,
 *   `SHAPE` if there is not one for each example.
 * @see Dumoulin, Shlens & Kudlur 2017 (with the statistics of each example); de Vries et al. 2017; the
 *   conditional generator of Miyato et al. 2018.
 */
export function conditionalBatchNorm(
  context: LayerContext,
  name: string,
  x: Value,
  options: ConditionalBatchNormOptions = {},
): Value {
  const { epsilon = 1e-5, decay = 0.9 } = options;
  const { g } = context;
  const { labels, classes } = requireCondition(context, `conditional batch norm ${name}`);
  const [count = 0, size = 0] = x.shape;
  if (labels.shape[0] !== count) {
    throw new EvenkeelError(
      "SHAPE",
      `conditional batch norm ${name}: must get one class for each of ${count} examples, got ${labels.shape[0]}`,
    );
  }
  const rows = (role: "scale" | "shift") => {
    const table = { name: role, shape: [classes, size], role, fanIn: 0, fanOut: 0 };
    return classRows(g, context.parameter(table), labels);
  };
  return context.scope(name, () => {
    const { centered, inverse } = standardizeChannels(context, x, { epsilon, decay });
    const gain = g.mul(rows("scale"), inverse);
    const y = g.mul(centered, alongChannels(context, gain, x));
    return g.add(y, alongChannels(context, rows("shift"), x));
  });
}
