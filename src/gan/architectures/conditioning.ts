/** How a discriminator gets the class of an image, or tells it. */
import { EvenkeelError } from "../../errors.ts";
import { sum, type Value } from "../../graph/index.ts";
import { dense, embedding, type LayerContext, type WeightNotes } from "../../nn/index.ts";

/**
 * `projection`: the product of a vector for the class with the features that go into the last layer is
 * added to the output (Miyato & Koyama 2018, eq. 3). `concatenation`: a vector for the class, the same
 * at all positions, is appended to the channels in the middle of the network (Miyato et al. 2018,
 * table 6b). `auxiliary-classifier`: the network is not told the class but tells it, by a second last layer
 * whose loss is added to those of both networks (Odena et al. 2017).
 */
export type Conditioning = "none" | "projection" | "concatenation" | "auxiliary-classifier";

/** What a discriminator gives beside its output: the logits `[N, classes]` of its auxiliary classifier. */
export const CLASS_LOGITS = "class logits";

/** Options of a discriminator that may be conditional. */
export interface ConditioningOptions {
  /** Default none. Others need the classes of the examples: see `LayerContext.condition`. */
  readonly condition?: Conditioning;
  /** Length of the vector that is concatenated. Default 128, the SN-GAN paper's. */
  readonly classFeatures?: number;
}

/** x `[N, C, ...]` with the class's vector appended: `[N, C + features, ...]`. Layer `embed`. */
export function concatenateClass(
  context: LayerContext,
  x: Value,
  options: { readonly features: number } & WeightNotes,
): Value {
  const { g } = context;
  const { features } = options;
  const [n = 1, , ...positions] = x.shape;
  const vector = embedding(context, "embed", options);
  const column = g.reshape(vector, { shape: [n, features, ...positions.map(() => 1)] });
  const everywhere = g.expand(column, { shape: [n, features, ...positions] });
  return g.concat([x, everywhere], { axis: 1 });
}

/**
 * Features `[N, D]` to the discriminator's raw outputs `[N, 1]`: layer `dense` and, by projection,
 * the product with layer `embed`. An auxiliary classifier is a layer `classifier` on the same features.
 */
export function outputLayer(
  context: LayerContext,
  features: Value,
  options: { readonly condition: Conditioning; readonly slope: number; readonly bias?: boolean },
): Value {
  const { g } = context;
  const { condition, slope, bias = true } = options;
  const [n = 1, size = 0] = features.shape;
  const notes = { slope, last: true };
  if (condition === "auxiliary-classifier") {
    if (context.condition === undefined) {
      throw new EvenkeelError(
        "CONFIG",
        "classifier: must know how many classes there are, got no condition",
      );
    }
    const { classes } = context.condition;
    context.also(
      CLASS_LOGITS,
      dense(context, "classifier", features, { features: classes, ...notes }),
    );
  }
  const y = dense(context, "dense", features, { features: 1, bias, ...notes });
  if (condition !== "projection") return y;
  const vector = embedding(context, "embed", { features: size, terms: size, ...notes });
  return g.add(y, g.reshape(sum(g, g.mul(vector, features), [1]), { shape: [n, 1] }));
}
