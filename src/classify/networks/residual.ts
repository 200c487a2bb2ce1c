/** A residual network of basic blocks (`residual`). */
import { z } from "zod";
import { refusal } from "../../errors.ts";
import { mean, type Value } from "../../graph/index.ts";
import { conv, dense, type LayerContext, type Network } from "../../nn/index.ts";
import { type ClassifierNetwork, type ClassifierParts, RELU } from "./network.ts";
import { channelsOption } from "./options.ts";
import { fixedUp, normalized, plain, type Steady } from "./steady.ts";

const MOST_BLOCKS = 10_000;
const shortcuts = ["zeros", "convolution"] as const;
/** What a shortcut does where a block widens or halves. */
export type Shortcut = (typeof shortcuts)[number];

const blocks = z.int().min(1).max(MOST_BLOCKS);
const options = z.strictObject({
  channels: channelsOption,
  blocks: z
    .union([blocks, z.array(blocks).min(1).max(8)], {
      error: `must be a whole number in [1, ${MOST_BLOCKS}], or one for each stage`,
    })
    .default(2)
    .describe(
      "residual blocks of each stage, each of two convolutions; one number, or one a stage",
    ),
  shortcut: z
    .enum(shortcuts)
    .default("zeros")
    .describe(
      "what stands beside a block that widens or halves: zeros, every second place and channels of zeros behind (He et al. 2016, option A; Fixup's code), or convolution, 1x1 (option B)",
    ),
});

/** Options of {@link residualNetwork}. */
export interface ResidualOptions extends ClassifierParts {
  /** The channels of each stage. */
  readonly channels: readonly number[];
  /** The blocks of each stage, or of all. */
  readonly blocks: number | readonly number[];
  readonly shortcut: Shortcut;
}

/**
 * A 3x3 convolution and ReLU, stages of basic blocks, the means over all places of the last stage, and a dense
 * layer. With b and d the convolutions of a block, n its normalizations, and the shortcut s, a block is
 *
 *   y = relu(n₂(d(relu(n₁(b(x))))) + s(x))
 *
 * and with Fixup, whose scalars are β and m,
 *
 *   y = relu(m·d(relu(b(x + β₁) + β₂) + β₃) + β₄ + s(x + β₁))
 *
 * The first block of each stage but the first halves height and width. Layers: `stem/conv1`,
 * `stage1/block1/conv1`, …, `dense`.
 *
 * @throws EvenkeelError `CONFIG` for a normalization together with Fixup, for blocks of another number of stages, or
 *   where channels of zeros cannot narrow.
 * @see He, Zhang, Ren & Sun 2016, "Deep residual learning for image recognition", section 4.2; Zhang, Dauphin & Ma
 *   2019, "Fixup Initialization", figure 1.
 */
export function residualNetwork(given: ResidualOptions): Network {
  const { channels, classes, shortcut } = given;
  const counts = blocksOfStages(given);
  const branches = counts.reduce((sum, count) => sum + count);
  const place = { steady: steadyOf(given), branches, shortcut };
  return (context, images) => {
    const { g } = context;
    let x = context.scope("stem", () => stem(context, images, channels[0] as number, place));
    for (const [i, count] of counts.entries()) {
      for (let block = 1; block <= count; block++) {
        const size = { channels: channels[i] as number, halves: i > 0 && block === 1 };
        x = context.scope(`stage${i + 1}`, () =>
          context.scope(`block${block}`, () => basicBlock(context, x, size, place)),
        );
      }
    }
    const features = place.steady.before(context, "dense", mean(g, x, [2, 3]));
    return dense(context, "dense", features, { features: classes, slope: RELU, last: true });
  };
}

function steadyOf({ normalization, fixup = false }: ClassifierParts): Steady {
  if (fixup && normalization !== undefined) {
    const rule = "must be left out with Fixup, which replaces it";
    throw refusal("CONFIG", { where: "normalization", rule });
  }
  if (fixup) return fixedUp;
  return normalization === undefined ? plain : normalized(normalization);
}

function blocksOfStages({ channels, blocks, shortcut }: ResidualOptions): readonly number[] {
  const counts = typeof blocks === "number" ? channels.map(() => blocks) : blocks;
  if (counts.length !== channels.length) {
    throw refusal("CONFIG", {
      where: "network.blocks",
      rule: `must be one number, or one for each of the ${channels.length} stages of network.channels`,
      got: counts.join(", "),
    });
  }
  const narrows = channels.some((width, i) => width < (channels[i - 1] ?? 0));
  if (narrows && shortcut === "zeros") {
    throw refusal("CONFIG", {
      where: "network.channels",
      rule: "must not fall from stage to stage with the shortcut zeros, which can only add channels",
      got: channels.join(", "),
      advice: "Take network.shortcut=convolution, or channels that do not fall.",
    });
  }
  return counts;
}

/** The network that a block is part of. */
interface Place {
  readonly steady: Steady;
  /** Blocks of the network. */
  readonly branches: number;
  readonly shortcut: Shortcut;
}

/** What a block makes of its input. */
interface BlockSize {
  readonly channels: number;
  readonly halves: boolean;
}

function stem(context: LayerContext, images: Value, channels: number, { steady }: Place): Value {
  const x = conv(context, "conv1", images, {
    ...{ channels, kernel: 3, padding: 1, slope: RELU, bias: steady.convBias },
  });
  return context.g.relu(steady.after(context, 1, x));
}

function basicBlock(
  context: LayerContext,
  x: Value,
  { channels, halves }: BlockSize,
  { steady, branches, shortcut }: Place,
): Value {
  const { g } = context;
  const convolve = (i: 1 | 2, from: Value) =>
    conv(context, `conv${i}`, from, {
      ...{ channels, kernel: 3, padding: 1, slope: RELU, bias: steady.convBias },
      stride: halves && i === 1 ? 2 : 1,
      branch: { branches, layers: 2, last: i === 2 },
    });
  const given = steady.before(context, "conv1", x);
  const hidden = g.relu(steady.after(context, 1, convolve(1, given)));
  const last = convolve(2, steady.before(context, "conv2", hidden));
  const branch = steady.branch(context, steady.after(context, 2, last));
  return g.relu(g.add(branch, besides(context, given, { channels, halves }, { steady, shortcut })));
}

/** The shortcut of a block. */
function besides(
  context: LayerContext,
  x: Value,
  { channels, halves }: BlockSize,
  { steady, shortcut }: Pick<Place, "steady" | "shortcut">,
): Value {
  const { g } = context;
  const [count = 1, given = 0, height = 0, width = 0] = x.shape;
  if (given === channels && !halves) return x;
  const stride = halves ? 2 : 1;
  if (shortcut === "convolution") {
    const own = { channels, kernel: 1, stride, slope: RELU, bias: steady.convBias };
    return steady.after(context, "shortcut", conv(context, "shortcut", x, own));
  }
  const picked = halves
    ? g.slice(x, {
        starts: [0, 0, 0, 0],
        ends: [count, given, height, width],
        strides: [1, 1, stride, stride],
      })
    : x;
  if (given === channels) return picked;
  const [, , ...sides] = picked.shape;
  return g.concat([picked, g.fill(0, [count, channels - given, ...sides])], { axis: 1 });
}

/** `residual` in settings. */
export const residualClassifier = {
  summary: "basic residual blocks, then means over places and a dense layer (He et al. 2016)",
  options,
  fixup: true,
  create: (parts, given) => residualNetwork({ ...parts, ...given }),
} as const satisfies ClassifierNetwork<typeof options>;
