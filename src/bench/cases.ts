/** What is measured: one full iteration, a D step and a G step, of GANs on random images. */
import { type ArchitectureName, createNetworks } from "../gan/architectures/index.ts";
import { createModel, createTrainer, type GanModel, losses, type Trainer } from "../gan/index.ts";
import { adam, batchNorm, normal } from "../nn/index.ts";
import { randomStream } from "../random.ts";
import { createRuntime, type Engine, type Runtime } from "../runtime/index.ts";
import {
  bidirectionalScaledSpectralNorm,
  gradientPenalty,
  normalizations,
  type Penalty,
  type Reparametrization,
  spectralNorm,
} from "../stabilizers/index.ts";

const CHANNELS = 3;
const LATENT = 128;

/** What is compiled and timed. */
export interface Workload {
  /** Images of a step, for D and G alike; default 64. */
  readonly batchSize?: number;
  /** Height and width of the images; default 32. */
  readonly size?: number;

  readonly architecture: ArchitectureName;
  /** Channels of G's first feature map and of D's first layer or block. */
  readonly channels: { readonly generator: number; readonly discriminator: number };
  readonly reparametrization?: Reparametrization;
  readonly loss: keyof typeof losses;
  readonly penalties: readonly Penalty[];
}

/** A GAN for 32 x 32 images. */
export interface Case extends Workload {
  /** Stable: scripts compare by it, and the peers know it. */
  readonly name: string;
  readonly title: string;
}

const cnn = {
  architecture: "cnn",
  channels: { generator: 512, discriminator: 64 },
  loss: "hinge",
  penalties: [],
} as const;

const quarter = {
  ...cnn,
  channels: { generator: 128, discriminator: 16 },
  reparametrization: spectralNorm(),
} as const;

/** The cases by their order; `assets/pytorch/pytorch_cases.py` has the same ones. */
export const cases: readonly Case[] = [
  { ...cnn, name: "cnn32-none-b64", title: "standard CNN, no normalization, hinge" },
  {
    ...cnn,
    name: "cnn32-sn-b64",
    title: "standard CNN, SN, hinge",
    reparametrization: spectralNorm(),
  },
  {
    ...cnn,
    name: "cnn32-bssn-b64",
    title: "standard CNN, BSSN, hinge",
    reparametrization: bidirectionalScaledSpectralNorm({ scale: 1.2 }),
  },
  {
    ...cnn,
    name: "cnn32-wgan-gp-b64",
    title: "standard CNN, WGAN-GP (second derivatives)",
    loss: "wasserstein",
    penalties: [gradientPenalty()],
  },
  {
    name: "resnet32-sn-b64",
    title: "residual network of the SN-GAN paper, SN, hinge",
    architecture: "resnet",
    channels: { generator: 256, discriminator: 128 },
    reparametrization: spectralNorm(),
    loss: "hinge",
    penalties: [],
  },
  {
    ...quarter,
    name: "cnn32-sn-quarter-b16",
    title: "CNN, a quarter of the width, SN, hinge, batch 16",
    batchSize: 16,
  },
  {
    ...quarter,
    name: "cnn32-sn-quarter-b64",
    title: "CNN, a quarter of the width, SN, hinge",
  },
];

/** The GAN of a case. */
export function caseModel(definition: Workload): GanModel {
  const { batchSize = 64, size = 32, architecture, channels, loss, penalties } = definition;
  const player = {
    optimizer: adam({ beta1: 0.5, beta2: 0.999 }),
    learningRate: 2e-4,
    initializer: normal(0.02),
  };
  const imageShape = [CHANNELS, size, size] as const;
  const networks = createNetworks({
    architecture,
    imageShape,
    generator: { channels: channels.generator, normalization: batchNorm },
    discriminator: {
      channels: channels.discriminator,
      normalization: normalizations.none.create({}),
    },
  });
  return createModel({
    generator: { ...player, network: networks.generator, ema: 0 },
    discriminator: {
      ...player,
      network: networks.discriminator,
      reparametrization: definition.reparametrization,
      penalties,
      projections: [],
    },
    loss: losses[loss],
    latentSize: LATENT,
    imageShape,
    batchSize,
  });
}

/** A case that is ready to step. */
export interface Prepared {
  readonly trainer: Trainer;
  readonly runtime: Runtime;
}

/** Compiles a case. */
export async function prepareCase(definition: Workload, engine: Engine): Promise<Prepared> {
  const model = caseModel(definition);
  const runtime = createRuntime(engine);
  const batches = randomBatches(model);
  const trainer = await createTrainer({ runtime, model, batches, seed: 0, nDis: 1 });
  return { trainer, runtime };
}

/** The same random pixels at each call, all of class 0. */
export function randomBatches({ definition }: GanModel) {
  const { batchSize, imageShape } = definition;
  const random = randomStream(0, "bench");
  const size = imageShape.reduce((a, b) => a * b, batchSize);
  const images = Uint8Array.from({ length: size }, () => random.integer(256));
  const labels = new Int32Array(batchSize);
  return { next: () => ({ images, labels }) };
}
