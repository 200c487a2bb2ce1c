/** The part of a config for images of one's own that follows from their size and a preset alone. */
import type { ShippedName } from "../../metrics/classifier/index.ts";
import type { MetricName } from "../../metrics/index.ts";
import { type Config, type ConfigInput, configSchema } from "../schema.ts";
import { batchSizeAt, networksAt } from "./networks.ts";
import type { ImageSize } from "./sizes.ts";

/** How wide networks of one's own images are, and how long they are meant to train. */
export interface ImagePreset {
  /** Hours that a run may take. */
  readonly hours: number;
  readonly text: string;
  /** The channels, as a part of those at full width. */
  readonly width: number;
}

/** Presets by their names. */
export const imagePresets = {
  small: { hours: 1, text: "an hour on a processor", width: 1 / 4 },
  medium: { hours: 8, text: "a night on a processor", width: 1 / 2 },
  large: { hours: 24, text: "a day on a graphics card", width: 1 },
} as const satisfies Readonly<Record<string, ImagePreset>>;
/** The name of a preset. */
export type ImagePresetName = keyof typeof imagePresets;

/** The network whose features evaluations compare: one that the package carries. */
export const imageFeatures: ShippedName = "photos";

/** What evaluations measure, whether or not there are held-out images. */
export const imageMetrics = ["fid", "prdc"] as const satisfies readonly MetricName[];

/** Generator steps of a recipe. */
const STEPS = 20_000;

/** Steps between evaluations at least; one takes as long as some ten steps. */
const LEAST_APART = 100;

/** What is recorded and kept of a run of so many generator steps, counted in steps. */
export function imageIntervals(steps: number) {
  const every = (parts: number) => roundedDown(Math.max(1, steps / parts));
  return {
    logEvery: Math.min(20, every(100)),
    sampleEvery: every(40),
    checkpointEvery: every(20),
    evaluateEvery: Math.max(LEAST_APART, every(20)),
  };
}

/** A number with its first two digits, which are 10, 20, 25 or 50. */
export function roundedDown(number: number): number {
  const unit = 10 ** Math.floor(Math.log10(number));
  const first = [5, 2.5, 2, 1].find((one) => one * unit <= number) ?? 1;
  return Math.max(1, Math.floor(first * unit));
}

/**
 * The settings of a run on images of one's own that follow from their size and a preset: networks, loss,
 * optimizers, batch size and intervals. Rates and initial weights are those of networks of full width, in whose
 * proportions narrower ones are (docs/proportions.md).
 */
export function imageSettings(size: ImageSize, preset: ImagePresetName): ConfigInput {
  const { model, channels, player } = networksAt(size);
  const { width } = imagePresets[preset];
  const adam = { name: "adam", beta1: 0, beta2: 0.999 } as const;
  const { evaluateEvery, ...intervals } = imageIntervals(STEPS);
  return {
    steps: STEPS,
    batchSize: batchSizeAt(size),
    data: {
      size: size.height,
      ...(size.width !== size.height && { width: size.width }),
      flip: true,
    },
    model: {
      ...model,
      generatorChannels: channels.generator * width,
      discriminatorChannels: channels.discriminator * width,
      ...(width < 1 && {
        referenceGeneratorChannels: channels.generator,
        referenceDiscriminatorChannels: channels.discriminator,
      }),
    },
    loss: "hinge",
    generator: { ...player, optimizer: { ...adam, learningRate: 2e-4 }, ema: 0.999 },
    discriminator: {
      ...player,
      optimizer: { ...adam, learningRate: 1e-4 },
      reparametrization: { name: "sn" },
    },
    ...intervals,
    evaluate: { every: evaluateEvery, metrics: [...imageMetrics], features: imageFeatures },
  };
}

/** The complete config of networks for images of one's own, to learn what a step of them takes. */
export function imageConfig(
  { size, preset }: { readonly size: ImageSize; readonly preset: ImagePresetName },
  given: { readonly channels: 1 | 3 | 4; readonly batchSize: number },
): Config {
  const settings = imageSettings(size, preset);
  const { channels, batchSize } = given;
  return configSchema.parse({ ...settings, batchSize, data: { ...settings.data, channels } });
}
