/** The config of a training run: every key, its range, its default and its meaning. */
import { z } from "zod";
import { datasetNames, datasetNameText, datasetOptionSchemas } from "../data/index.ts";
import { augmentations } from "../gan/augmentation/index.ts";
import { type Loss, losses } from "../gan/index.ts";
import { COSTS_NOTHING, limited, STEPS } from "../limits.ts";
import { extractorsText, isExtractor } from "../metrics/extractors/names.ts";
import { metricNames } from "../metrics/index.ts";
import { protocolNames } from "../metrics/protocols/index.ts";
import { initializers, normalizations, penalties, projections } from "../stabilizers/index.ts";
import { methodSchema, reparametrizationSchema } from "./methods.ts";
import { modelSchema } from "./model.ts";
import { RUN_NAME, RUN_NAME_RULE } from "./run-name.ts";

const wholeNumber = (least: number, most?: number) =>
  most === undefined ? z.int().min(least) : z.int().min(least).max(most);
const fraction = () => z.number().min(0).lt(1);

/** How training presents the real images; the options of the data sets themselves are next to these. */
const shown = {
  flip: z
    .boolean()
    .default(false)
    .describe("whether real images are randomly mirrored left to right (papers: no)"),
  dequantization: z
    .enum(["none", "uniform"])
    .default("none")
    .describe(
      "how pixels x become numbers: none, x/127.5 - 1 (the BSN authors' code); uniform, x/128 - 1 plus uniform noise in [0, 1/128), drawn anew each time (the SN-GAN authors' code)",
    ),
};
const { root, path, split, size, count, labels, resize, channels, ...later } = datasetOptionSchemas;
const { crop, memory, seed, modes, std, ...others } = later;
const data = z.strictObject({
  name: z.enum(datasetNames).default("shapes").describe(datasetNameText),
  // The order of the keys in resolved configs; options of sets that were added later follow.
  ...{ root, path, split, size, count, labels, resize, channels },
  ...shown,
  ...{ crop, memory, seed, modes, std },
  ...others,
});

const learningRate = z
  .number()
  .positive()
  .default(2e-4)
  .describe("step size α (SN-GAN: 1e-4, 2e-4 or 1e-3)");
const adam = z.strictObject({
  name: z.literal("adam").describe("Adam (Kingma & Ba 2015)"),
  learningRate,
  beta1: fraction()
    .default(0.5)
    .describe("decay of the mean of gradients (SN-GAN: 0.5 or 0.9; ResNets 0)"),
  beta2: fraction()
    .default(0.999)
    .describe("decay of the mean of squared gradients (SN-GAN: 0.9 or 0.999)"),
  epsilon: z.number().positive().default(1e-8).describe("added to the root of the second moment"),
});
const sgd = z.strictObject({
  name: z.literal("sgd").describe("stochastic gradient descent"),
  learningRate,
  momentum: fraction().default(0).describe("decay of the velocity; 0: none"),
});
const optimizer = z
  .discriminatedUnion("name", [adam, sgd])
  .prefault({ name: "adam" })
  .describe("how this network's weights are updated from their gradients");
const initializer = methodSchema(initializers)
  .prefault({ name: "normal" })
  .describe("initial weights; biases start at 0, scales at 1 (SN-GAN code: N(0, 0.02²))");

const schedule = z
  .discriminatedUnion("name", [
    z.strictObject({ name: z.literal("constant").describe("constant throughout") }),
    z.strictObject({
      name: z.literal("linear").describe("falls linearly to 0 at the run's last step"),
      from: wholeNumber(0)
        .default(0)
        .describe("generator steps before it begins to fall (SN-GAN, ImageNet: 400000)"),
    }),
  ])
  .prefault({ name: "constant" })
  .describe("how the learning rate changes during training");
const reparametrization = reparametrizationSchema();

const generator = z.strictObject({
  optimizer,
  schedule,
  initializer,
  normalization: methodSchema(normalizations)
    .prefault({ name: "batch-norm" })
    .describe("normalization of the generator's activations (papers: batch normalization)"),
  reparametrization: reparametrization
    .prefault({ name: "none" })
    .describe("how the forward pass transforms the generator's weights (papers: not at all)"),
  batchSize: wholeNumber(1, 65536)
    .optional()
    .describe("images per generator step; default: batchSize (SN-GAN's ResNets: twice that)"),
  noise: z
    .enum(["fresh", "last"])
    .default("fresh")
    .describe(
      "z of a generator step: drawn anew, or that of the preceding discriminator step (the BSN authors' CNN code)",
    ),
  runningStatistics: z
    .enum(["generator-steps", "all-steps"])
    .optional()
    .describe(
      "when the running statistics of its normalizations move, which images at inference are made with: in its own steps (the BSN authors' ResNet code), or in discriminator steps too (their CNN code, the SN-GAN authors' code, compare_gan); default generator-steps",
    ),
  ema: fraction()
    .default(0)
    .describe(
      "decay of the moving average of the weights, which samples are drawn with; 0: no average",
    ),
});

const discriminator = z.strictObject({
  optimizer,
  schedule,
  initializer,
  normalization: methodSchema(normalizations)
    .prefault({ name: "none" })
    .describe(
      "normalization of the discriminator's activations (the papers' comparisons omit the scale)",
    ),
  reparametrization: reparametrization
    .prefault({ name: "sn" })
    .describe("how the forward pass transforms the weights"),
  penalties: z
    .array(methodSchema(penalties))
    .default([])
    .describe("terms added to the discriminator's loss"),
  projections: z
    .array(methodSchema(projections))
    .default([])
    .describe("changes to the weights after each update"),
});

const auxiliaryClassifier = z.strictObject({
  real: z
    .number()
    .min(0)
    .optional()
    .describe("on real images, in the discriminator's loss; default 1"),
  generated: z
    .number()
    .min(0)
    .optional()
    .describe("on generated images, in the discriminator's loss; default 1"),
  generator: z
    .number()
    .min(0)
    .optional()
    .describe("on generated images, in the generator's loss; default 1"),
});

const samples = z.strictObject({
  rows: wholeNumber(1, 64).default(8).describe("rows of a sample grid"),
  columns: wholeNumber(1, 64).default(8).describe("columns of a sample grid"),
});

const evaluate = z.strictObject({
  every: wholeNumber(0)
    .default(0)
    .describe(
      "generator steps between evaluations; 0: none. The last step is evaluated as well. Evaluations do not affect training",
    ),
  metrics: z
    .array(z.enum(metricNames))
    .min(1)
    .default(["fid"])
    .describe(
      "what is measured (docs/metrics.md); the first metric decides which checkpoint is best",
    ),
  protocol: z
    .enum(protocolNames)
    .optional()
    .describe(
      "how it is measured (docs/protocols.md); default: the protocol made for the data set, otherwise that of the recipe's source, otherwise quick",
    ),
  features: z
    .string()
    .refine(isExtractor, { message: `must be ${extractorsText}` })
    .optional()
    .describe(
      `the network whose features are compared, instead of the protocol's (docs/metrics.md): ${extractorsText}. Only features of the Inception networks give an FID`,
    ),
  keepBest: z
    .boolean()
    .default(true)
    .describe("whether to keep the best checkpoint in addition to the keepCheckpoints newest ones"),
});

const instruments = z.strictObject({
  every: wholeNumber(0)
    .default(100)
    .describe(
      "generator steps between measurements of the run's health: slopes, output gap, diversity, distance from real images, variances (docs/instruments.md); 0: never. The first and the last step are measured as well",
    ),
  images: wholeNumber(2, 4096)
    .default(16)
    .describe(
      "number of real images in a measurement of slopes, outputs and diversity, and of generated ones",
    ),
  spectraEvery: wholeNumber(0)
    .default(0)
    .describe(
      "generator steps between exact analyses: σ of matrices and convolutions, effective ranks, the gradient bound (as in evenkeel analyze, seconds to minutes each); 0: never",
    ),
});

const health = z.strictObject({
  action: z
    .enum(["none", "stop", "lower-learning-rate", "roll-back"])
    .default("none")
    .describe(
      "what to do when a run is no longer healthy: nothing; stop and save; multiply the learning rates by factor; return to the last healthy checkpoint and multiply the learning rates by factor, so that the run does not repeat itself",
    ),
  factor: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.5)
    .describe(
      "lower-learning-rate, roll-back: the learning rates of both networks are multiplied by this",
    ),
  most: wholeNumber(1)
    .default(3)
    .describe("maximum number of times the action is taken; stop: once"),
});

const from = z.strictObject({
  run: z
    .string()
    .min(1)
    .describe("the folder of the run whose weights this one starts from, as far as they fit"),
  step: z
    .union([limited(wholeNumber(0), COSTS_NOTHING), z.enum(["latest", "best"])])
    .default("latest")
    .describe("its checkpoint: a generator step, latest or best; a run records the step"),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in hexadecimal")
    .optional()
    .describe("SHA-256 of the checkpoint's weights.safetensors, which others are refused for"),
});

/** The config's schema. Parsing `{}` gives every default. */
export const configSchema = z.strictObject({
  recipe: z.string().optional().describe("the recipe that this config starts from"),
  name: z
    .string()
    .regex(RUN_NAME, RUN_NAME_RULE)
    .default("run")
    .describe("the run's name; default: the recipe's or the file's"),
  seed: limited(z.int(), COSTS_NOTHING)
    .default(0)
    .describe("determines everything random in a run"),
  device: z
    .enum(["auto", "cpu", "webgpu", "cuda"])
    .default("auto")
    .describe("where to compute; auto: cuda if available, otherwise cpu"),
  threads: wholeNumber(0, 1024)
    .default(0)
    .describe("processor threads; 0: one per core, or as many as a resumed run had"),
  steps: limited(wholeNumber(1), STEPS)
    .default(100_000)
    .describe("generator steps to train for (SN-GAN: 100000, ImageNet 450000)"),
  batchSize: wholeNumber(1, 65536)
    .default(64)
    .describe(
      "number of real images per discriminator step, and of generated ones per step (code: 64)",
    ),
  nDis: wholeNumber(1, 1000)
    .default(1)
    .describe("discriminator steps per generator step (SN-GAN: 1 or 5)"),
  order: z
    .enum(["discriminator-first", "generator-first"])
    .default("discriminator-first")
    .describe(
      "which network is updated first in an iteration: BSN authors' code discriminator-first, SN-GAN authors' generator-first",
    ),
  from: from.optional().describe("another run whose weights this one starts from; default none"),
  data: data.prefault({}).describe("the real images"),
  model: modelSchema.prefault({}).describe("the two networks"),
  loss: z
    .enum(Object.keys(losses) as (keyof typeof losses)[])
    .default("non-saturating")
    .describe(
      `the adversarial loss (SN-GAN: non-saturating, its ResNets and BSN: hinge); ${Object.entries<Loss>(
        losses,
      )
        .map(([name, { summary }]) => `${name}: ${summary}`)
        .join("; ")}`,
    ),
  auxiliaryClassifier: auxiliaryClassifier
    .optional()
    .describe("weights of the losses of model.conditioning: auxiliary-classifier; default 1 each"),
  augmentation: methodSchema(augmentations)
    .prefault({ name: "none" })
    .describe(
      "random transforms of real and generated images before the discriminator sees them, against overfitting of small data sets (docs/augmentation.md)",
    ),
  generator: generator.prefault({}).describe("how the generator is trained"),
  discriminator: discriminator
    .prefault({})
    .describe("how the discriminator is trained and stabilized"),
  samples: samples.prefault({}).describe("the sample grids, which always use the same noise"),
  logEvery: wholeNumber(0).default(100).describe("generator steps between log records; 0: never"),
  sampleEvery: wholeNumber(0)
    .default(1000)
    .describe("generator steps between sample grids; 0: never"),
  checkpointEvery: wholeNumber(0)
    .default(1000)
    .describe("generator steps between checkpoints; 0: only at the end"),
  evaluate: evaluate.prefault({}).describe("quality of the generator, measured during training"),
  instruments: instruments
    .prefault({})
    .describe("measurements of the networks during training; they do not affect it"),
  health: health.prefault({}).describe("what to do when a run is no longer healthy"),
  keepCheckpoints: wholeNumber(0).default(3).describe("number of checkpoints to keep; 0: all"),
});

/** A complete config, every default filled in. */
export type Config = z.output<typeof configSchema>;

/** The content of a recipe or a config file: any part of a config. */
export type ConfigInput = z.input<typeof configSchema>;
