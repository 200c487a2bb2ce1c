/** How trials of the papers are made small enough for two processor cores. */
import type { Setting, Trial } from "./claim.ts";
import type { ClaimData } from "./data/index.ts";

/** What a smaller trial has of its own. */
export interface SmallOptions {
  /** Generator steps of a small trial. */
  readonly steps: number;
  /** Generator steps of a medium trial, where the claim has that scale; default as many. */
  readonly mediumSteps?: number;
  /** Checkpoints that are kept, evenly spaced; default the last alone. */
  readonly checkpoints?: number;
  /** Whether the Fréchet distance is measured at the end; default yes. */
  readonly evaluated?: boolean;
  /** What is set of smaller trials only, under what the trials set themselves. */
  readonly set?: Trial["set"];
}

/** The networks of small trials, in words. */
export const SMALL_NETWORKS =
  "The standard CNN with an eighth of the channels (8 to 64 in D), in the proportions of the full width, at 16 " +
  "pixels, z of 32, batches of 32";

/** The networks of medium trials on some images, in words. */
const mediumNetworks = (images: string) =>
  `The standard CNN with a quarter of the channels (16 to 128 in D), in the proportions of the full width, ${images}at 32 pixels, batches of 32`;
/** Where they are trained on CIFAR-10. */
export const MEDIUM_NETWORKS = mediumNetworks("on CIFAR-10 ");
/** Where they are trained on several data sets. */
export const MEDIUM_NETWORKS_ANY_DATA = mediumNetworks("");

/** The learning rates of both networks, or of the generator and the discriminator. */
export function rates(generator: number, discriminator = generator): Trial["set"] {
  return {
    "generator.optimizer.learningRate": generator,
    "discriminator.optimizer.learningRate": discriminator,
  };
}

/**
 * The aggressive settings D to F in smaller trials: with four times the paper's learning rate, they show in 400
 * steps instead of 100 000 which methods it is too much for (found on seeds that no claim uses).
 */
export const AGGRESSIVE: SmallOptions = { steps: 400, mediumSteps: 1000, set: rates(4e-3) };

/** The same in words. */
export const AGGRESSIVE_TEXT = "α 4e-3 in place of 1e-3, 400 generator steps";

/** How small networks learn within 500 steps, where the paper's claim is not about its settings D to F. */
export const QUICK: SmallOptions = {
  steps: 500,
  mediumSteps: 2000,
  set: { ...rates(5e-4), nDis: 2 },
};

/** The same in words. */
export const QUICK_TEXT =
  "learning rates five times the BSN authors', n_dis 2, 500 generator steps, at which small networks learn";

/** The channels of the papers' networks, whose proportions smaller ones keep (docs/proportions.md). */
const REFERENCE = {
  "model.referenceGeneratorChannels": 512,
  "model.referenceDiscriminatorChannels": 64,
} as const;

/** The settings that make a trial small, over those of its recipe. */
export function smallSettings(data: ClaimData, options: SmallOptions): Trial["set"] {
  return {
    ...shortSettings(data, options.steps, options),
    batchSize: 32,
    "data.size": data.size,
    "model.latentSize": 32,
    "model.generatorChannels": 64,
    "model.discriminatorChannels": 8,
  };
}

/** The settings that make a trial medium. */
export function mediumSettings(data: ClaimData, options: SmallOptions): Trial["set"] {
  return {
    ...shortSettings(data, options.mediumSteps ?? options.steps, options),
    batchSize: 32,
    "data.size": 32,
    "model.generatorChannels": 128,
    "model.discriminatorChannels": 16,
  };
}

function shortSettings(
  data: ClaimData,
  steps: number,
  { checkpoints = 1, evaluated = true }: SmallOptions,
): Trial["set"] {
  return {
    threads: 1,
    steps,
    ...data.set,
    ...data.measure.set,
    ...REFERENCE,
    logEvery: Math.max(1, Math.round(steps / 50)),
    sampleEvery: steps,
    checkpointEvery: Math.round(steps / checkpoints),
    keepCheckpoints: 0,
    "evaluate.every": evaluated ? steps : 0,
    "evaluate.metrics": ["fid"],
  };
}

/**
 * Trials made small or medium, or as their papers have them.
 *
 * @param paper what is set at the paper's scale.
 */
export function atScale(
  { scale, data: [data] }: Setting,
  trials: readonly Trial[],
  options: SmallOptions,
  paper: Trial["set"] = { "evaluate.every": 10_000 },
): readonly Trial[] {
  if (scale === "paper") {
    return trials.map((trial) => ({ ...trial, set: { ...paper, ...trial.set } }));
  }
  const settings = scale === "medium" ? mediumSettings : smallSettings;
  const shared = { ...settings(data!, options), ...options.set };
  return trials.map((trial) => ({ ...trial, set: { ...shared, ...trial.set } }));
}

/** What is set at the paper's scale to keep a checkpoint every so many generator steps, and evaluate nothing. */
export function keptEvery(steps: number): Trial["set"] {
  return { checkpointEvery: steps, keepCheckpoints: 0, "evaluate.every": 0 };
}

/** A trial for each method, whose settings are added to one recipe. */
export function methodTrials(
  base: string,
  methods: Readonly<Record<string, Trial["set"]>>,
): readonly Trial[] {
  return Object.entries(methods).map(([method, set]) => ({ point: { method }, base, set }));
}

/** A trial for each method that has a recipe of its own. */
export function recipeTrials(
  methods: Readonly<Record<string, Omit<Trial, "point">>>,
): readonly Trial[] {
  return Object.entries(methods).map(([method, trial]) => ({ point: { method }, ...trial }));
}

/** A discriminator without any method. */
export const NO_METHOD = { "discriminator.reparametrization": { name: "none" } } as const;
