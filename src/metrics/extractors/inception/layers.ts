/** The layers of Inception v3: how large their weights are, and what files call them. */
import { describeNetwork } from "../../../nn/index.ts";
import { inceptionFeatures, inceptionLogits } from "./network.ts";
import { INCEPTION_SIZE, type InceptionVariant } from "./variants.ts";

/** A convolution with its batch normalization. */
export interface InceptionLayer {
  /** In the network: `Mixed_5b/branch1x1`. */
  readonly name: string;
  /** `[O, I, kH, kW]` */
  readonly shape: readonly [number, number, number, number];
  /** In PyTorch files, before `.conv.weight` and `.bn.…`: `Mixed_5b.branch1x1`. */
  readonly torch: string;
  /** In the graph of 2015, before `/conv2d_params` and `/batchnorm/…`: `mixed/conv`. */
  readonly tensorflow: string;
}

/** The 94 convolutions in the order of the network. */
export function inceptionConvolutions(variant: InceptionVariant): InceptionLayer[] {
  return inceptionParameters(variant).flatMap(({ name, shape }) => {
    const layer = name.replace(/\/weight$/, "");
    if (layer === name || shape.length !== 4) return [];
    return {
      name: layer,
      shape: shape as InceptionLayer["shape"],
      torch: layer.replace("/", "."),
      tensorflow: tensorflowName(layer),
    };
  });
}

/** Names and shapes of all parameters of the network, the last layer's bias among them. */
export function inceptionParameters(variant: InceptionVariant) {
  const input = { dtype: "float32", shape: [1, 3, INCEPTION_SIZE, INCEPTION_SIZE] } as const;
  return describeNetwork(
    (context, x) => inceptionLogits(context, variant, inceptionFeatures(context, variant, x), true),
    input,
  ).parameters;
}

const stem: Readonly<Record<string, string>> = {
  Conv2d_1a_3x3: "conv",
  Conv2d_2a_3x3: "conv_1",
  Conv2d_2b_3x3: "conv_2",
  Conv2d_3b_1x1: "conv_3",
  Conv2d_4a_3x3: "conv_4",
};

const blocks = [
  ["Mixed_5b", "mixed"],
  ["Mixed_5c", "mixed_1"],
  ["Mixed_5d", "mixed_2"],
  ["Mixed_6a", "mixed_3"],
  ["Mixed_6b", "mixed_4"],
  ["Mixed_6c", "mixed_5"],
  ["Mixed_6d", "mixed_6"],
  ["Mixed_6e", "mixed_7"],
  ["Mixed_7a", "mixed_8"],
  ["Mixed_7b", "mixed_9"],
  ["Mixed_7c", "mixed_10"],
] as const;

/** Where a branch stands in a block of the graph of 2015: `tower`, `tower_1`, `tower_2`, or none. */
const towers: readonly (readonly [blocks: RegExp, branch: string, tower: string])[] = [
  [/./, "branch1x1", ""],
  [/Mixed_5[bcd]/, "branch5x5", "tower/"],
  [/Mixed_5[bcd]/, "branch3x3dbl", "tower_1/"],
  [/Mixed_6a/, "branch3x3", ""],
  [/Mixed_6a/, "branch3x3dbl", "tower/"],
  [/Mixed_6[bcde]/, "branch7x7", "tower/"],
  [/Mixed_6[bcde]/, "branch7x7dbl", "tower_1/"],
  [/Mixed_7a/, "branch3x3", "tower/"],
  [/Mixed_7a/, "branch7x7x3", "tower_1/"],
  [/Mixed_7[bc]/, "branch3x3", "tower/"],
  [/Mixed_7[bc]/, "branch3x3dbl", "tower_1/"],
  [/./, "branch_pool", "tower_2/"],
];

/** `Mixed_5b/branch5x5_2` to `mixed/tower/conv_1`. */
function tensorflowName(layer: string): string {
  const known = stem[layer];
  if (known !== undefined) return known;
  const [, name, branch, place = "1", half] =
    /^(\w+)\/(branch(?:1x1|_pool|\dx\d(?:dbl|x3)?))(?:_(\d)([ab])?)?$/.exec(layer)!;
  const block = blocks.find(([own]) => own === name)![1];
  const tower = towers.find(([own, of]) => own.test(name!) && of === branch)![2];
  // the last layers of a branch that forks stand in a block of their own
  if (half !== undefined) return `${block}/${tower}mixed/${half === "a" ? "conv" : "conv_1"}`;
  const index = Number(place) - 1;
  return `${block}/${tower}conv${index === 0 ? "" : `_${index}`}`;
}
