/** Recipes of Lin et al. 2021: residual networks on ImageNet, SSN and BSSN at several scales. */
import type { ConfigInput } from "../schema.ts";
import { alias, BSN, BSN_PROTOCOL, DIFFERENCES, scaledBy, UNVERIFIED } from "./bsn.ts";
import { DEFAULT_SCALE, DEFAULT_SCALE_NOTE } from "./bsn-scale.ts";
import { paperData } from "./data.ts";
import { type Recipe, shortenedText } from "./recipe.ts";

const STEPS = 500_000;
const SCALES = [1, 1.2, 1.4, 1.6];
const NOTE =
  `${paperData.imagenet.needs} The authors also use all 1281167 training images, and resize them bilinearly as OpenCV does. ` +
  "Unconditional. Settings are those of the authors' code: 16 images per discriminator step, 32 per " +
  `generator step, always from new noise. ${DIFFERENCES} ${UNVERIFIED}`;

const player = {
  optimizer: { name: "adam", learningRate: 2e-4, beta1: 0, beta2: 0.9 },
  initializer: { name: "xavier" },
} as const;

function config(reparametrization: ReturnType<typeof scaledBy>["method"]): ConfigInput {
  return {
    steps: STEPS,
    batchSize: 16,
    nDis: 5,
    order: "discriminator-first",
    data: paperData.imagenet.config,
    model: {
      architecture: "resnet-bsn",
      latentSize: 128,
      generatorChannels: 1024,
      discriminatorChannels: 64,
    },
    loss: "hinge",
    generator: {
      ...player,
      normalization: { name: "batch-norm" },
      batchSize: 32,
      noise: "fresh",
    },
    discriminator: { ...player, reparametrization },
    samples: { rows: 10, columns: 10 },
    checkpointEvery: 10_000,
  };
}

function recipe(mode: "sn" | "bsn", scale: number): Recipe {
  const { key, title, method } = scaledBy(mode, scale);
  return {
    name: `${key}-imagenet-scale-${scale.toFixed(1)}`,
    group: "bsn-imagenet",
    title: `${title}, ImageNet, scale ${scale.toFixed(1)}`,
    description: NOTE,
    standsFor: `${BSN}, ImageNet: ${title} at ${scale.toFixed(1)}, one of 3 seeds`,
    published: [],
    protocol: BSN_PROTOCOL,
    measuredBy: "bsn-5k-10k",
    shortened: shortenedText(STEPS),
    config: config(method),
  };
}

export const bsnImageNet: readonly Recipe[] = [
  alias(
    recipe("bsn", DEFAULT_SCALE),
    "bssn-imagenet",
    `BSSN, ImageNet, scale ${DEFAULT_SCALE}: start here`,
    DEFAULT_SCALE_NOTE,
  ),
  ...(["sn", "bsn"] as const).flatMap((mode) => SCALES.map((scale) => recipe(mode, scale))),
];
