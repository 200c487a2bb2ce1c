/** Cross-iteration batch normalization in either network: what an iteration is, and what it does in training. */
import { describe, expect, test } from "vitest";
import {
  changed,
  randomBatches,
  runProgram,
  type SmallChanges,
  smallGenerator,
  smallModel,
  startState,
  stepFeeds,
  withRuntime,
} from "../../test/support/gan/small.ts";
import { gaussian } from "../../test/support/nn/matrices.ts";
import { flatten, sliceAxis, upsampleNearest, type Value } from "../graph/index.ts";
import {
  applyNetwork,
  conv,
  crossIterationBatchNorm,
  deconv,
  dense,
  type LayerContext,
  type Network,
} from "../nn/index.ts";
import { linearParts } from "../nn/normalizations/cross-iteration/linear-parts.ts";
import { compensated } from "../nn/normalizations/cross-iteration/past-statistics.ts";
import { randomStream } from "../random.ts";
import { createProgram } from "../runtime/index.ts";
import { discriminatorStep } from "./discriminator-step.ts";
import { effectiveParameters, readOwned, readParameters } from "./effective.ts";
import { generatorStep } from "./generator-step.ts";
import { loadGenerator } from "./inference/load.ts";
import { sampler } from "./inference/sampler.ts";
import { scalePixels } from "./pass.ts";
import { stateNames } from "./state.ts";
import { createTrainer } from "./trainer.ts";

const WINDOW = 3;
const norm = (context: LayerContext, name: string, x: Value) =>
  crossIterationBatchNorm(context, name, x, { window: WINDOW });

const generator: Network = (context, z) => {
  const { g } = context;
  const hidden = norm(context, "norm", dense(context, "dense", z, { features: 3 * 2 * 2 }));
  const map = g.reshape(g.relu(hidden), { shape: [z.shape[0] ?? 1, 3, 2, 2] });
  return g.tanh(deconv(context, "deconv", map, { channels: 2, kernel: 4, stride: 2, padding: 1 }));
};
/** Two normalized convolutions; `look` sees what is normalized. */
const discriminator =
  (look: (context: LayerContext, name: string, x: Value) => void = () => {}): Network =>
  (context, x) => {
    const { g } = context;
    const layer = (i: number, y: Value, stride: number) => {
      const given = conv(context, `conv${i}`, y, { channels: 4, kernel: 3, stride, padding: 1 });
      look(context, `norm${i}`, given);
      return g.leakyRelu(norm(context, `norm${i}`, given), { slope: 0.1 });
    };
    const features = flatten(g, layer(2, layer(1, x, 1), 2));
    return dense(context, "dense", features, { features: 1 });
  };
const changes: SmallChanges = {
  generator: { network: generator },
  discriminator: { network: discriminator() },
};

describe("an iteration", () => {
  const model = smallModel(changes);
  const state = startState(model);
  const past = (names: readonly string[]) => names.filter((name) => name.includes("/past/"));

  test("of the discriminator is its step, which moves the pasts of real and of generated images", () => {
    const { state: after } = runProgram(discriminatorStep(model), state, stepFeeds(model));
    const moved = past(changed(state, after));
    expect(moved.every((name) => name.startsWith("discriminator/norm"))).toBe(true);
    for (const layer of ["norm1", "norm2"]) {
      for (const source of ["real", "generated"]) {
        expect(after[`discriminator/${layer}/past/count/${source}`]).toEqual(Float64Array.of(1));
      }
      const means = (source: string) => after[`discriminator/${layer}/past/mean/${source}`];
      expect(means("real")).not.toEqual(means("generated"));
    }
  });

  test("of the generator is its step, which leaves the discriminator's past", () => {
    const { state: after } = runProgram(generatorStep(model), state, stepFeeds(model));
    const moved = past(changed(state, after));
    expect(moved).toContain("generator/norm/past/count");
    expect(moved.every((name) => name.startsWith("generator/norm/"))).toBe(true);
  });

  test("of the generator is a discriminator step too where its running statistics move in all", () => {
    const all = smallModel({
      ...changes,
      generator: { network: generator, runningStatistics: "all-steps" },
    });
    const { state: after } = runProgram(discriminatorStep(all), startState(all), stepFeeds(all));
    expect(after["generator/norm/past/count"]).toEqual(Float64Array.of(1));
  });
});

test("images of averaged weights do not depend on the past of the weights in training", async () => {
  const model = smallModel({ generator: { network: generator, ema: 0.7 } });
  const { tensors, images } = await withRuntime(async (runtime) => {
    const batches = randomBatches(model);
    const trainer = await createTrainer({ runtime, model, batches, seed: 1, nDis: 1 });
    for (let i = 0; i < 2; i++) await trainer.step();
    const z = gaussian(3 * 5, "z");
    return { tensors: (await trainer.snapshot()).tensors, images: await trainer.sample(z) };
  });
  const others = Object.entries(tensors).filter(([name]) => !name.includes("/past/"));
  expect(others.length).toBeLessThan(Object.keys(tensors).length);
  const again = await withRuntime(async (runtime) => {
    await loadGenerator(runtime, model, Object.fromEntries(others));
    const { images } = await (await runtime.compile(sampler(model, 3))).run({
      z: gaussian(3 * 5, "z"),
    });
    return images;
  });
  expect(again).toEqual(images);
});

test("in training, compensated statistics are nearer to those of the old batch with the new weights", async () => {
  const learningRate = 0.01;
  const model = smallModel({
    ...changes,
    imageShape: [2, 8, 8],
    generator: { learningRate, network: larger(smallGenerator) },
    discriminator: { learningRate, network: discriminator() },
  });
  const { program, names } = comparison(model);
  await withRuntime(async (runtime) => {
    const source = edges(model.definition.batchSize);
    const trainer = await createTrainer({ runtime, model, batches: source, seed: 1, nDis: 1 });
    const compare = await runtime.compile(program);
    const errors: Record<string, { compensated: number; asItWas: number }> = {};
    let before = await trainer.snapshot();
    for (let step = 0; step < 10; step++) {
      await trainer.step();
      const after = await trainer.snapshot();
      for (const { name } of model.discriminator.buffers) {
        runtime.state.write(
          `before/${name}`,
          before.tensors[stateNames.of("discriminator", name)]!,
        );
      }
      const found = await compare.run({ real: source.last() });
      for (const name of names) {
        errors[name] ??= { compensated: 0, asItWas: 0 };
        const sum = errors[name];
        const error = (of: string) =>
          Math.hypot(...found[of]!.map((value, c) => value - found[`${name} true`]![c]!));
        sum.compensated += error(`${name} compensated`);
        sum.asItWas += error(`${name} as it was`);
      }
      before = after;
    }
    expect(names).toHaveLength(4);
    for (const [name, { compensated: near, asItWas }] of Object.entries(errors)) {
      expect(near, name).toBeLessThan(asItWas);
    }
  });
});

/** A network for images twice as large, by repeating pixels. */
function larger(network: Network): Network {
  return (context, z) => upsampleNearest(context.g, network(context, z), 2);
}

/** Batches of images with an edge each, at different places and of different brightness. */
function edges(batchSize: number) {
  const stream = randomStream(1, "edges");
  let last = new Uint8Array();
  return {
    last: () => last,
    next() {
      last = new Uint8Array(batchSize * 2 * 8 * 8);
      for (let plane = 0; plane < batchSize * 2; plane++) {
        const [left, right, edge] = [stream.integer(256), stream.integer(256), stream.integer(8)];
        for (let i = 0; i < 64; i++) last[plane * 64 + i] = i % 8 < edge ? left : right;
      }
      return { images: last, labels: new Int32Array(batchSize) };
    },
  };
}

/**
 * For the batch `real` of the last step and the buffers from before it (`before/…`): the statistics that the
 * discriminator's layers have of it with the weights of now, those that they had, and these compensated.
 */
function comparison(model: ReturnType<typeof smallModel>) {
  const program = createProgram("comparison");
  const { g } = program;
  const { buffers } = model.discriminator;
  const { batchSize, imageShape } = model.definition;
  const raw = readParameters(program, model, "discriminator");
  const { parameters } = effectiveParameters(program, model, "discriminator", raw);
  const before = Object.fromEntries(
    buffers.map(({ name, shape }) => [name, program.read(`before/${name}`, shape)]),
  );
  const now = readOwned(program, "discriminator", buffers);
  const names: string[] = [];
  const network = discriminator((context, layer, x) => {
    const past = Object.fromEntries(
      Object.entries(now).flatMap(([name, value]) => {
        const [place, , what, source] = name.split("/");
        return place === layer && source === "real" ? [[what as string, value]] : [];
      }),
    );
    const found = compensated(g, past, linearParts(context, x));
    for (const statistic of ["mean", "variance"] as const) {
      const name = `${layer} ${statistic}`;
      names.push(name);
      program.result(`${name} compensated`, latest(found[statistic]));
      program.result(`${name} as it was`, latest(past[statistic]!));
    }
  });
  const images = program.feed("real", { dtype: "uint8", shape: [batchSize, ...imageShape] });
  const values = { ...parameters, ...before };
  const pass = applyNetwork(g, network, values, scalePixels(g, images), {
    training: true,
    source: "real",
  });
  for (const name of names) {
    const [layer, statistic] = name.split(" ");
    program.result(`${name} true`, latest(pass.updates[`${layer}/past/${statistic}/real`]!));
  }
  return { program: program.build(), names };
  function latest(value: Value) {
    return sliceAxis(g, value, 0, 0, 1);
  }
}
