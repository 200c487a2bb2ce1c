/**
 * Inception v3 in inference, batch normalizations folded into the convolutions.
 *
 * @see Szegedy et al. 2016, "Rethinking the Inception Architecture for Computer Vision", table 1 and
 *   figures 5–7 and 10. Layers have the names of torchvision's `inception_v3`.
 */
import { averagePool, maxPool, mean, type Value } from "../../../graph/index.ts";
import type { LayerContext } from "../../../nn/index.ts";
import type { InceptionVariant } from "./variants.ts";

type Kernel = readonly [height: number, width: number];

/** Features `[N, 2048]` of images `[N, 3, H, W]`, scaled as the variant wants them. */
export function inceptionFeatures(
  context: LayerContext,
  variant: InceptionVariant,
  images: Value,
): Value {
  const layers = inceptionLayers(context, variant);
  const { conv, smaller } = layers;
  let x = conv(images, "Conv2d_1a_3x3", 32, [3, 3], { stride: 2 });
  x = conv(x, "Conv2d_2a_3x3", 32, [3, 3]);
  x = conv(x, "Conv2d_2b_3x3", 64, [3, 3], { same: true });
  x = smaller(x);
  x = conv(x, "Conv2d_3b_1x1", 80, [1, 1]);
  x = conv(x, "Conv2d_4a_3x3", 192, [3, 3]);
  x = smaller(x);
  x = blockA(layers, "Mixed_5b", 32, x);
  x = blockA(layers, "Mixed_5c", 64, x);
  x = blockA(layers, "Mixed_5d", 64, x);
  x = blockB(layers, "Mixed_6a", x);
  x = blockC(layers, "Mixed_6b", 128, x);
  x = blockC(layers, "Mixed_6c", 160, x);
  x = blockC(layers, "Mixed_6d", 160, x);
  x = blockC(layers, "Mixed_6e", 192, x);
  x = blockD(layers, "Mixed_7a", x);
  x = blockE(layers, "Mixed_7b", "average", x);
  x = blockE(layers, "Mixed_7c", variant.lastPooling, x);
  return mean(context.g, x, [2, 3]);
}

/** Class scores `[N, classes]` of features, with or without the last layer's bias. */
export function inceptionLogits(
  context: LayerContext,
  { classes }: InceptionVariant,
  features: Value,
  biased: boolean,
): Value {
  const { g } = context;
  const [, size = 0] = features.shape;
  return context.scope("fc", () => {
    const weight = parameter(context, "weight", [classes, size]);
    const scores = g.matmul(features, weight, { transposeA: false, transposeB: true });
    return biased ? g.add(scores, parameter(context, "bias", [classes])) : scores;
  });
}

/** A parameter that comes from a file: there is nothing for initializers to know. */
function parameter(
  context: LayerContext,
  role: "weight" | "bias",
  shape: readonly number[],
): Value {
  return context.parameter({ name: role, shape, role, fanIn: 0, fanOut: 0 });
}

type Layers = ReturnType<typeof inceptionLayers>;

function inceptionLayers(context: LayerContext, variant: InceptionVariant) {
  const { g } = context;
  const window = { size: [3, 3], stride: [1, 1], padding: [1, 1, 1, 1] } as const;
  return {
    /** Convolution, the folded normalization's shift, ReLU. `same` pads so that the size stays. */
    conv(
      x: Value,
      name: string,
      channels: number,
      kernel: Kernel,
      { stride = 1, same = false }: { readonly stride?: number; readonly same?: boolean } = {},
    ): Value {
      const [, c = 0] = x.shape;
      const [top, left] = same ? kernel.map((k) => (k - 1) / 2) : [0, 0];
      return context.scope(name, () => {
        const y = g.conv(x, parameter(context, "weight", [channels, c, ...kernel]), {
          stride: [stride, stride],
          padding: [top!, left!, top!, left!],
        });
        return g.relu(
          g.add(y, g.reshape(parameter(context, "bias", [channels]), { shape: [channels, 1, 1] })),
        );
      });
    },
    /** The branches' channels in a row. */
    join: (name: string, branches: () => readonly Value[]) =>
      context.scope(name, () => g.concat(branches(), { axis: 1 })),
    /** Pooling to half the size. */
    smaller: (x: Value) => maxPool(g, x, { size: [3, 3], stride: [2, 2] }),
    /** Pooling that keeps the size. */
    pool: (x: Value, kind: "average" | "max") =>
      kind === "max"
        ? maxPool(g, x, window)
        : averagePool(g, x, { ...window, countPadding: variant.countsPadding }),
  };
}

const same = { same: true } as const;

function blockA({ conv, join, pool }: Layers, name: string, pooled: number, x: Value): Value {
  return join(name, () => {
    const fives = conv(x, "branch5x5_1", 48, [1, 1]);
    let threes = conv(x, "branch3x3dbl_1", 64, [1, 1]);
    threes = conv(threes, "branch3x3dbl_2", 96, [3, 3], same);
    return [
      conv(x, "branch1x1", 64, [1, 1]),
      conv(fives, "branch5x5_2", 64, [5, 5], same),
      conv(threes, "branch3x3dbl_3", 96, [3, 3], same),
      conv(pool(x, "average"), "branch_pool", pooled, [1, 1]),
    ];
  });
}

function blockB({ conv, join, smaller }: Layers, name: string, x: Value): Value {
  return join(name, () => {
    let threes = conv(x, "branch3x3dbl_1", 64, [1, 1]);
    threes = conv(threes, "branch3x3dbl_2", 96, [3, 3], same);
    return [
      conv(x, "branch3x3", 384, [3, 3], { stride: 2 }),
      conv(threes, "branch3x3dbl_3", 96, [3, 3], { stride: 2 }),
      smaller(x),
    ];
  });
}

function blockC({ conv, join, pool }: Layers, name: string, c7: number, x: Value): Value {
  return join(name, () => {
    let sevens = conv(x, "branch7x7_1", c7, [1, 1]);
    sevens = conv(sevens, "branch7x7_2", c7, [1, 7], same);
    let twice = conv(x, "branch7x7dbl_1", c7, [1, 1]);
    twice = conv(twice, "branch7x7dbl_2", c7, [7, 1], same);
    twice = conv(twice, "branch7x7dbl_3", c7, [1, 7], same);
    twice = conv(twice, "branch7x7dbl_4", c7, [7, 1], same);
    return [
      conv(x, "branch1x1", 192, [1, 1]),
      conv(sevens, "branch7x7_3", 192, [7, 1], same),
      conv(twice, "branch7x7dbl_5", 192, [1, 7], same),
      conv(pool(x, "average"), "branch_pool", 192, [1, 1]),
    ];
  });
}

function blockD({ conv, join, smaller }: Layers, name: string, x: Value): Value {
  return join(name, () => {
    const threes = conv(x, "branch3x3_1", 192, [1, 1]);
    let sevens = conv(x, "branch7x7x3_1", 192, [1, 1]);
    sevens = conv(sevens, "branch7x7x3_2", 192, [1, 7], same);
    sevens = conv(sevens, "branch7x7x3_3", 192, [7, 1], same);
    return [
      conv(threes, "branch3x3_2", 320, [3, 3], { stride: 2 }),
      conv(sevens, "branch7x7x3_4", 192, [3, 3], { stride: 2 }),
      smaller(x),
    ];
  });
}

function blockE(
  { conv, join, pool }: Layers,
  name: string,
  pooling: "average" | "max",
  x: Value,
): Value {
  return join(name, () => {
    const threes = conv(x, "branch3x3_1", 384, [1, 1]);
    let twice = conv(x, "branch3x3dbl_1", 448, [1, 1]);
    twice = conv(twice, "branch3x3dbl_2", 384, [3, 3], same);
    return [
      conv(x, "branch1x1", 320, [1, 1]),
      conv(threes, "branch3x3_2a", 384, [1, 3], same),
      conv(threes, "branch3x3_2b", 384, [3, 1], same),
      conv(twice, "branch3x3dbl_3a", 384, [1, 3], same),
      conv(twice, "branch3x3dbl_3b", 384, [3, 1], same),
      conv(pool(x, pooling), "branch_pool", 192, [1, 1]),
    ];
  });
}
