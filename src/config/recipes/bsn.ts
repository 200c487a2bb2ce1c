/** What the recipes of Lin et al. 2021 share: the settings of the authors' code. */
import { reparametrizations } from "../../stabilizers/index.ts";
import type { ConfigInput } from "../schema.ts";
import { paperData } from "./data.ts";
import type { Recipe } from "./recipe.ts";

/** The paper, as recipes cite it. */
export const BSN = "Lin et al. 2021";

/** How the authors' code measures FID. */
const FID =
  "FID: 5000 training images against 10000 generated ones, features of Inception's pool_3. " +
  "Images are not rounded to 8 bits.";

/** How the authors' code measures. */
export const BSN_PROTOCOL = `IS: 50000 generated images in 10 parts. ${FID}`;

/** The spectral normalization of the authors' code, whose gradient flows through the power step. */
export const POWER = { advance: "update", vectors: "differentiated" } as const;

/** A part of every recipe's description: the differences from the authors' code. */
export const DIFFERENCES =
  "Unlike there, every image is used once before any is used again, and the vectors of power iteration " +
  "start from a normal distribution that is not truncated.";

/** A part of every recipe's description: why there are no published values. */
export const UNVERIFIED =
  "The paper's tables could not be verified, so no published value is given.";

/** How the authors' code measures on a data set; Inception has no classes of faces, so CelebA has no IS. */
export const bsnProtocol = (data: BsnData): string => (data === "celeba" ? FID : BSN_PROTOCOL);

export type BsnData = "cifar10" | "stl10" | "celeba";
export const bsnData = ["cifar10", "stl10", "celeba"] as const satisfies readonly BsnData[];

/** Generator steps of each data set. */
export const BSN_STEPS = { cifar10: 400_000, stl10: 800_000, celeba: 400_000 } as const;

const IMAGES: Readonly<Record<BsnData, string>> = {
  cifar10: "",
  stl10:
    "The authors use the 100000 unlabeled images and shrink them bilinearly without antialiasing. ",
  celeba:
    "The authors also use all 202599 aligned images and resize them bilinearly as OpenCV does. ",
};

/** The description of the standard CNN's recipes for a data set. */
export function cnnNote(data: BsnData): string {
  return (
    `${paperData[data].needs} ${IMAGES[data]}Settings are those of the authors' code. ${DIFFERENCES} ` +
    `Unlike there, the discriminator's dense layer also starts from the truncated normal. ${UNVERIFIED}`
  );
}

/** The optimizer of one network. */
export interface Rates {
  readonly generator: number;
  readonly discriminator: number;
  readonly beta2: number;
  readonly nDis: number;
}

/** The rates of the experiments on the scale. */
export const SCALE_RATES: Rates = { generator: 1e-4, discriminator: 1e-4, beta2: 0.999, nDis: 1 };

type Discriminator = NonNullable<ConfigInput["discriminator"]>;

/** The standard CNN of the authors' code, with the hinge loss unless `over` has another one. */
export function bsnCnn(
  data: BsnData,
  rates: Rates,
  discriminator: Discriminator,
  over: Pick<ConfigInput, "loss" | "steps"> = {},
): ConfigInput {
  const adam = (learningRate: number) =>
    ({ name: "adam", learningRate, beta1: 0.5, beta2: rates.beta2 }) as const;
  return {
    steps: BSN_STEPS[data],
    batchSize: 64,
    nDis: rates.nDis,
    order: "discriminator-first",
    data: paperData[data].config,
    model: {
      architecture: "cnn",
      latentSize: 128,
      generatorChannels: 512,
      discriminatorChannels: 64,
    },
    loss: "hinge",
    generator: {
      optimizer: adam(rates.generator),
      initializer: { name: "normal", std: 0.02 },
      normalization: { name: "batch-norm" },
      noise: "last",
      runningStatistics: "all-steps",
    },
    discriminator: {
      optimizer: adam(rates.discriminator),
      initializer: { name: "truncated-normal", std: 0.02 },
      ...discriminator,
    },
    samples: { rows: 10, columns: 10 },
    checkpointEvery: 10_000,
    ...over,
  };
}

/** SN or BSN times a scale, named as in the paper: SSN and BSSN for scales other than 1. */
export function scaledBy(mode: "sn" | "bsn", scale: number) {
  if (scale === 1) {
    return { key: mode, title: mode.toUpperCase(), method: { name: mode, ...POWER } } as const;
  }
  const key = reparametrizations[mode].scaledForm;
  return { key, title: key.toUpperCase(), method: { name: key, scale, ...POWER } } as const;
}

/** Another name for a recipe. */
export function alias(recipe: Recipe, name: string, title: string, why: string): Recipe {
  return {
    ...recipe,
    name,
    title,
    description: `The same as ${recipe.name}. ${why} ${recipe.description}`,
  };
}
