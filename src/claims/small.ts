/** How trials of the papers are made small enough for two processor cores. */
import type { Scale, Trial } from "./claim.ts";

/** What a small trial has of its own. */
export interface SmallOptions {
  /** Generator steps. */
  readonly steps: number;
  /** Checkpoints that are kept, evenly spaced; default the last alone. */
  readonly checkpoints?: number;
  /** Whether the Fréchet distance is measured at the end; default yes. */
  readonly evaluated?: boolean;
}

/** The networks of small trials, in words. */
export const SMALL_NETWORKS =
  "The standard CNN with an eighth of the channels (8 to 64 in D), in the proportions of the full width, on the " +
  "built-in shapes at 32 pixels, batches of 16";

/** The settings that make a trial small, over those of its recipe. */
export function smallSettings({ steps, checkpoints = 1, evaluated = true }: SmallOptions) {
  return {
    threads: 1,
    steps,
    batchSize: 16,
    "data.name": "shapes",
    "data.split": "train",
    "data.size": 32,
    "model.generatorChannels": 64,
    "model.discriminatorChannels": 8,
    "model.referenceGeneratorChannels": 512,
    "model.referenceDiscriminatorChannels": 64,
    logEvery: Math.max(1, Math.round(steps / 50)),
    sampleEvery: steps,
    checkpointEvery: Math.round(steps / checkpoints),
    keepCheckpoints: 0,
    "evaluate.every": evaluated ? steps : 0,
    "evaluate.metrics": ["fid"],
  };
}

/**
 * Trials made small, or as their papers have them.
 *
 * @param paper what is set at the paper's scale.
 */
export function atScale(
  scale: Scale,
  trials: readonly Trial[],
  options: SmallOptions,
  paper: Trial["set"] = { "evaluate.every": 10_000 },
): readonly Trial[] {
  const shared = scale === "paper" ? paper : smallSettings(options);
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
