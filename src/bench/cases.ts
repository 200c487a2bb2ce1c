/** What is measured. */
import {
  cnnDiscriminator,
  cnnGenerator,
  createModel,
  createTrainer,
  losses,
  type Trainer,
} from "../gan/index.ts";
import { adam, batchNorm, normal } from "../nn/index.ts";
import { randomStream } from "../random.ts";
import { createRuntime } from "../runtime/index.ts";
import { nodeEngine } from "../runtime/node.ts";
import { spectralNorm } from "../stabilizers/index.ts";

const BATCH = 64;
const SIZE = 32;
const CHANNELS = 3;

/** One full iteration, a D step and a G step, of a network on random images. */
export interface Case {
  /** Stable: scripts compare by it. */
  readonly name: string;
  readonly title: string;
  /** Ready to step. `threads` of the CPU; 0 for all cores. */
  prepare(threads: number): Promise<Prepared>;
}

export interface Prepared {
  readonly trainer: Trainer;
  release(): Promise<void>;
}

/** The cases by their order. */
export const cases: readonly Case[] = [
  {
    name: "cnn32-sn-b64",
    title: "standard CNN at 32 pixels, SN, hinge, Adam, batch 64",
    async prepare(threads) {
      const player = {
        optimizer: adam({ beta1: 0.5, beta2: 0.999 }),
        learningRate: 2e-4,
        initializer: normal(0.02),
      };
      const model = createModel({
        generator: {
          ...player,
          network: cnnGenerator({
            size: SIZE,
            channels: 512,
            imageChannels: CHANNELS,
            normalization: batchNorm,
          }),
          ema: 0,
        },
        discriminator: {
          ...player,
          network: cnnDiscriminator({ channels: 64 }),
          reparametrization: spectralNorm(),
          penalties: [],
          projections: [],
        },
        loss: losses.hinge,
        latentSize: 128,
        imageShape: [CHANNELS, SIZE, SIZE],
        batchSize: BATCH,
      });
      const runtime = createRuntime(nodeEngine({ device: "cpu", threads }));
      const random = randomStream(0, "bench");
      const images = Uint8Array.from({ length: BATCH * CHANNELS * SIZE * SIZE }, () =>
        random.integer(256),
      );
      const labels = new Int32Array(BATCH);
      const batches = { next: () => ({ images, labels }) };
      const trainer = await createTrainer({ runtime, model, batches, seed: 0, nDis: 1 });
      return { trainer, release: runtime.release };
    },
  },
];
