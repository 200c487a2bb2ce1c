/** The settings of a classifier: every key, its range, its default and its meaning. */
import { z } from "zod";
import { methodSchema, reparametrizationSchema } from "../../config/methods.ts";
import { COSTS_NOTHING, limited, STEPS } from "../../limits.ts";
import { initializers, normalizations } from "../../stabilizers/index.ts";
import { classifierNetworks } from "../networks/index.ts";
import { scheduleSchema } from "../training/index.ts";

const fraction = () => z.number().min(0).lt(1);

const optimizer = z.discriminatedUnion("name", [
  z.strictObject({
    name: z.literal("sgd").describe("stochastic gradient descent with momentum"),
    learningRate: z.number().positive().default(0.1).describe("step size α; of adam 0.001"),
    momentum: fraction().default(0.9).describe("decay of the velocity; 0: none"),
  }),
  z.strictObject({
    name: z.literal("adam").describe("Adam (Kingma & Ba 2015)"),
    learningRate: z.number().positive().default(1e-3).describe("step size α"),
    beta1: fraction().default(0.9).describe("decay of the mean of gradients"),
    beta2: fraction().default(0.999).describe("decay of the mean of squared gradients"),
    epsilon: z.number().positive().default(1e-8).describe("added to the root of the second moment"),
  }),
]);

/** The settings that a person may give; everything has a default. */
export const classifierSettingsSchema = z.strictObject({
  network: methodSchema(classifierNetworks)
    .prefault({ name: "residual" })
    .describe("the layers from images to logits"),
  normalization: methodSchema(normalizations)
    .optional()
    .describe("behind each convolution (default: batch-norm, and none with the initializer fixup)"),
  initializer: methodSchema(initializers)
    .prefault({ name: "kaiming" })
    .describe("initial weights; biases start at 0, scales at 1"),
  reparametrization: reparametrizationSchema()
    .prefault({ name: "none" })
    .describe("how the forward pass transforms the weights"),
  optimizer: optimizer.prefault({ name: "sgd" }).describe("how weights are updated"),
  weightDecay: z
    .number()
    .min(0)
    .max(1)
    .default(1e-4)
    .describe("times a weight is added to its gradient; biases, scales and shifts do not decay"),
  schedule: scheduleSchema
    .prefault({ name: "cosine" })
    .describe("how the learning rate changes during training"),
  warmUp: limited(z.int().min(0), STEPS)
    .default(0)
    .describe("steps in which the learning rate rises to its value"),
  steps: limited(z.int().min(1), STEPS).optional().describe("batches to train on (default: 1000)"),
  epochs: limited(z.number().positive(), {
    most: 100_000,
    because: "each passes through all training images",
  })
    .optional()
    .describe("passes through the training images, in place of steps"),
  batchSize: limited(z.int().min(1), {
    most: 65_536,
    because: "its images are held in memory",
  })
    .default(64)
    .describe("images of a step"),
  mixup: z
    .number()
    .min(0)
    .max(100)
    .default(0)
    .describe(
      "α: images and labels are mixed in shares of Beta(α, α) (Zhang et al. 2018: 0.1 … 1); 0: not",
    ),
  smoothing: fraction()
    .default(0)
    .describe("ε: a label's target is 1 − ε + ε/classes, that of the others ε/classes"),
  flip: z.boolean().default(false).describe("whether training images are randomly mirrored"),
  evaluateEvery: limited(z.int().min(1), STEPS)
    .optional()
    .describe(
      "steps between two looks at held-out images, a thousand at most (default: a tenth of all steps)",
    ),
  seed: limited(z.int().min(0), COSTS_NOTHING)
    .default(0)
    .describe("of initial weights, the order of images, flips and mixup"),
});

/** Settings as a person may give them. */
export type ClassifierSettingsInput = z.input<typeof classifierSettingsSchema>;
type Parsed = z.output<typeof classifierSettingsSchema>;
/** Settings with every default filled in. */
export type ClassifierSettings = Omit<Parsed, "normalization"> & {
  readonly normalization: NonNullable<Parsed["normalization"]>;
};
