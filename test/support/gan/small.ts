/** Small GANs, and their programs on the float64 reference. */

import { expect } from "vitest";
import { scalarFeed } from "../../../src/gan/feeds.ts";
import {
  createModel,
  createTrainer,
  type GanDefinition,
  type GanModel,
  initialState,
  losses,
} from "../../../src/gan/index.ts";
import { evaluate, flatten } from "../../../src/graph/index.ts";
import {
  adam,
  batchNorm,
  conv,
  deconv,
  dense,
  type Network,
  normal,
} from "../../../src/nn/index.ts";
import { randomStream } from "../../../src/random.ts";
import { createRuntime, nextName, type Program, type Runtime } from "../../../src/runtime/index.ts";
import { nodeEngine } from "../../../src/runtime/node.ts";
import { spectralNorm } from "../../../src/stabilizers/index.ts";
import type { Numbers } from "../nn/networks.ts";

const LATENT = 5;
const IMAGE = [2, 4, 4] as const;

/** z `[N, 5]` to images `[N, 2, 4, 4]`, with batch normalization. */
export const smallGenerator: Network = (context, z) => {
  const { g } = context;
  const hidden = batchNorm(context, "norm", dense(context, "dense", z, { features: 3 * 2 * 2 }));
  const map = g.reshape(g.relu(hidden), { shape: [z.shape[0] ?? 1, 3, 2, 2] });
  return g.tanh(deconv(context, "deconv", map, { channels: 2, kernel: 4, stride: 2, padding: 1 }));
};

/** Images `[N, 2, 4, 4]` to `[N, 1]`. */
export const smallDiscriminator: Network = (context, x) => {
  const { g } = context;
  const slope = 0.1;
  const a = conv(context, "conv1", x, { channels: 3, kernel: 3, padding: 1 });
  const b = conv(context, "conv2", g.leakyRelu(a, { slope }), {
    channels: 4,
    kernel: 4,
    stride: 2,
    padding: 1,
  });
  return dense(context, "dense", flatten(g, g.leakyRelu(b, { slope })), { features: 1 });
};

/** What a test changes of the small GAN. */
export interface SmallChanges extends Partial<Omit<GanDefinition, "generator" | "discriminator">> {
  readonly generator?: Partial<GanDefinition["generator"]>;
  readonly discriminator?: Partial<GanDefinition["discriminator"]>;
}

/** Spectral normalization, hinge loss, Adam; batches of 6, latent size 5, images 2 x 4 x 4. */
export function smallModel(changes: SmallChanges = {}): GanModel {
  const player = {
    optimizer: adam({ beta1: 0.5, beta2: 0.9 }),
    learningRate: 0.01,
    initializer: normal(0.3),
  };
  return createModel({
    loss: losses.hinge,
    latentSize: LATENT,
    imageShape: IMAGE,
    batchSize: 6,
    ...changes,
    generator: { ...player, network: smallGenerator, ema: 0, ...changes.generator },
    discriminator: {
      ...player,
      network: smallDiscriminator,
      reparametrization: spectralNorm(),
      penalties: [],
      projections: [],
      ...changes.discriminator,
    },
  });
}

/** The state before the first step, by name. */
export function startState(model: GanModel, seed = 1): Record<string, ArrayLike<number>> {
  return Object.fromEntries(
    Object.entries(initialState(model, seed)).map(([name, { data }]) => [name, data]),
  );
}

/** Random images, noise, classes and the optimizers' scalars of step `step`, for both steps. */
export function stepFeeds(model: GanModel, step = 1): Record<string, ArrayLike<number>> {
  const { batchSize, latentSize, imageShape, classes = 1 } = model.definition;
  const stream = randomStream(step, "feeds");
  const labels = () => Int32Array.from({ length: batchSize }, () => stream.integer(classes));
  const feeds: Record<string, ArrayLike<number>> = {
    real: Uint8Array.from({ length: batchSize * imageShape.reduce((a, b) => a * b) }, () =>
      stream.integer(256),
    ),
    z: stream.fillNormal(new Float32Array(batchSize * latentSize)),
    labels: labels(),
    fakeLabels: labels(),
  };
  for (const player of ["generator", "discriminator"] as const) {
    const { optimizer, learningRate } = model.definition[player];
    for (const [name, value] of Object.entries(optimizer.scalarsAt(step, learningRate))) {
      feeds[scalarFeed(player, name)] = [value];
    }
  }
  return feeds;
}

/** One step of a small GAN from its first state, in float64, with its gradients. */
export function takeStep(
  build: (model: GanModel, options: { readonly gradients: boolean }) => Program,
  changes: SmallChanges = {},
) {
  const model = smallModel(changes);
  const [before, feeds] = [startState(model), stepFeeds(model)];
  const program = build(model, { gradients: true });
  const { results, state: after } = runProgram(program, before, feeds);
  return { model, program, before, after, feeds, results };
}

/** The inputs of a program as an experiment for finite differences. */
export function experimentOf({ graph }: Program, given: Numbers) {
  const names = Object.keys(graph.inputs);
  return {
    graph,
    feeds: Object.fromEntries(names.map((name) => [name, Float64Array.from(given[name]!)])),
  };
}

/** The gradients that a step gives to parameters of a player, by the parameters' inputs. */
export function gradientsOf(player: "generator" | "discriminator", names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [`${player}/${name}`, `gradient/${name}`]));
}

/** What one run of a program gives, in float64. */
export interface Outcome {
  readonly results: Readonly<Record<string, Float64Array>>;
  /** The whole state afterwards. */
  readonly state: Readonly<Record<string, ArrayLike<number>>>;
}

/** Runs a program on the reference; feeds and state may hold more than it wants. */
export function runProgram(program: Program, state: Numbers, feeds: Numbers): Outcome {
  const { graph, writes } = program;
  const given = { ...feeds, ...state };
  const outputs = evaluate(
    graph,
    Object.fromEntries(Object.keys(graph.inputs).map((name) => [name, given[name]!])),
  );
  const written = new Set(writes.map(nextName));
  return {
    results: Object.fromEntries(
      Object.entries(outputs).flatMap(([name, { data }]) =>
        written.has(name) ? [] : [[name, data]],
      ),
    ),
    state: {
      ...state,
      ...Object.fromEntries(writes.map((name) => [name, outputs[nextName(name)]!.data])),
    },
  };
}

/** Names whose values differ. */
export function changed(before: Numbers, after: Numbers): string[] {
  return Object.keys(after).filter((name) => {
    const [a, b] = [before[name], after[name]];
    return a?.length !== b?.length || Array.from(a!).some((x, i) => x !== b![i]);
  });
}

/** Runs `body` with a runtime on one CPU thread, and releases it. */
export async function withRuntime<T>(body: (runtime: Runtime) => Promise<T>): Promise<T> {
  const runtime = createRuntime(nodeEngine({ device: "cpu", threads: 1 }));
  try {
    return await body(runtime);
  } finally {
    await runtime.release();
  }
}

/** The state of a model before and after iterations whose measures are finite. */
export async function trainFinitely(runtime: Runtime, model: GanModel, iterations: number) {
  const batches = randomBatches(model);
  const trainer = await createTrainer({ runtime, model, batches, seed: 3, nDis: 1 });
  const before = (await trainer.snapshot()).tensors;
  for (let i = 0; i < iterations; i++) {
    const measures = await trainer.step();
    expect(Object.values(measures).every(Number.isFinite)).toBe(true);
  }
  return { before, after: (await trainer.snapshot()).tensors };
}

/** A source of random batches for a model; `reads` counts them. */
export function randomBatches(model: GanModel, seed = 1) {
  const { batchSize, imageShape, imageType, classes = 1 } = model.definition;
  const stream = randomStream(seed, "batches");
  const length = batchSize * imageShape.reduce((a, b) => a * b);
  const source = {
    reads: 0,
    next() {
      source.reads++;
      const images =
        imageType === "float32"
          ? stream.fillNormal(new Float32Array(length))
          : Uint8Array.from({ length }, () => stream.integer(256));
      const labels = Int32Array.from({ length: batchSize }, () => stream.integer(classes));
      return { images, labels };
    },
    skip(count: number) {
      for (let i = 0; i < count; i++) source.next();
    },
  };
  return source;
}
