/**
 * One discriminator step and one generator step of a tiny SN-GAN, the same on every platform. Runs in
 * pages and workers too: nothing of Node here.
 */

import { cnnDiscriminator, cnnGenerator } from "../../../src/gan/architectures/index.ts";
import { scalarFeed } from "../../../src/gan/feeds.ts";
import {
  createModel,
  discriminatorStep,
  generatorStep,
  initialState,
  losses,
  type PlayerName,
} from "../../../src/gan/index.ts";
import { adam, batchNorm, normal } from "../../../src/nn/index.ts";
import { randomStream } from "../../../src/random.ts";
import {
  createRuntime,
  type Engine,
  type FeedData,
  type HostTensor,
  type Program,
} from "../../../src/runtime/index.ts";
import { spectralNorm } from "../../../src/stabilizers/index.ts";

const SEED = 20_180_216;
const SIZE = 16;
const BATCH = 4;
const LATENT = 8;

/** The learning rate of both players. */
export const LEARNING_RATE = 2e-4;

/** Numbers by name. */
export type Numbers = Readonly<Record<string, ArrayLike<number>>>;

/** What two steps give: every result by `<step>/<result>`, and every tensor of the state after them. */
export interface StepOutcome {
  readonly results: Numbers;
  readonly state: Numbers;
}

const optimizer = adam({ beta1: 0.5, beta2: 0.999 });
const player = { optimizer, learningRate: LEARNING_RATE, initializer: normal(0.02) };

/** The standard CNN at 16 px, two pixels wide where it is smallest; hinge loss and Adam. */
export const model = createModel({
  generator: {
    ...player,
    network: cnnGenerator({
      size: SIZE,
      channels: 16,
      imageChannels: 3,
      normalization: (context, name, x) => batchNorm(context, name, x),
    }),
    ema: 0.999,
  },
  discriminator: {
    ...player,
    network: cnnDiscriminator({ channels: 4 }),
    reparametrization: spectralNorm(),
    penalties: [],
    projections: [],
  },
  loss: losses.hinge,
  latentSize: LATENT,
  imageShape: [3, SIZE, SIZE],
  batchSize: BATCH,
});

/** A program with what is fed to it. */
export interface Step {
  readonly player: PlayerName;
  readonly program: Program;
  readonly feeds: Readonly<Record<string, FeedData>>;
}

/** The two steps in their order. */
export const steps: readonly Step[] = [
  {
    player: "discriminator",
    program: discriminatorStep(model, { gradients: true }),
    feeds: { real: pixels(), z: noise("discriminator"), ...scalars("discriminator") },
  },
  {
    player: "generator",
    program: generatorStep(model, { gradients: true }),
    feeds: { z: noise("generator"), ...scalars("generator") },
  },
];

/**
 * The state before the first step. The last bias lifts the outputs on real images to the hinge, so that
 * two of the four lie beyond it. Otherwise what real and generated images contribute to some gradients
 * cancels but for rounding errors, and Adam makes whole steps of those.
 */
export function start(): Record<string, HostTensor> {
  const bias = { shape: [1], data: Float32Array.of(1.0116) };
  return { ...initialState(model, SEED), "discriminator/dense/bias": bias };
}

/** Both steps on an engine. */
export async function runSteps(engine: Engine): Promise<StepOutcome> {
  const runtime = createRuntime(engine);
  try {
    for (const [name, tensor] of Object.entries(start())) runtime.state.write(name, tensor);
    const results: Record<string, ArrayLike<number>> = {};
    for (const { player, program, feeds } of steps) {
      const executable = await runtime.compile(program);
      for (const [name, data] of Object.entries(await executable.run(feeds))) {
        results[`${player}/${name}`] = data;
      }
    }
    const state = Object.entries(await runtime.state.read());
    return { results, state: Object.fromEntries(state.map(([name, { data }]) => [name, data])) };
  } finally {
    await runtime.release();
  }
}

function pixels(): Uint8Array {
  const stream = randomStream(SEED, "test/pixels");
  return Uint8Array.from({ length: BATCH * 3 * SIZE * SIZE }, () => stream.integer(256));
}

function noise(name: string): Float32Array {
  return randomStream(SEED, `test/${name}`).fillNormal(new Float32Array(BATCH * LATENT));
}

function scalars(name: PlayerName): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(optimizer.scalarsAt(1, LEARNING_RATE)).map(([scalar, value]) => [
      scalarFeed(name, scalar),
      Float32Array.of(value),
    ]),
  );
}
