/** Either network with the methods of the other. */
import { describe, expect, test } from "vitest";
import { changed, runProgram, smallModel, takeStep } from "../../test/support/gan/small.ts";
import { asMatrix, gaussian, powerRound, swapChannels } from "../../test/support/nn/matrices.ts";
import { evaluateNetwork } from "../../test/support/nn/networks.ts";
import { float64Golden } from "../../test/support/tolerances.ts";
import { flatten } from "../graph/index.ts";
import { batchNorm, conv, dense, type Network, sgd } from "../nn/index.ts";
import { spectralNorm } from "../stabilizers/index.ts";
import { discriminatorStep } from "./discriminator-step.ts";
import { generatorStep } from "./generator-step.ts";
import { effectiveWeights } from "./inference/export.ts";
import { sampler } from "./inference/sampler.ts";

describe("a reparametrized generator", () => {
  const changes = { generator: { reparametrization: spectralNorm(), ema: 0.9 } };
  const { model, before, after, results } = takeStep(generatorStep, changes);
  const settled = {
    ...after,
    "ema/norm/mean": after["generator/norm/mean"]!,
    "ema/norm/variance": after["generator/norm/variance"]!,
    "ema/dense/u": before["generator/dense/u"]!,
    "ema/deconv/u": before["generator/deconv/u"]!,
  };

  test("moves its own u by one round with its new weights, and logs σ under its name", () => {
    for (const layer of ["dense", "deconv"]) {
      const spec = model.generator.parameters.find(({ name }) => name === `${layer}/weight`)!;
      const raw = { shape: spec.shape, data: after[`generator/${layer}/weight`]! };
      // rows are outputs: of a transposed convolution they come second
      const { shape, data } = layer === "deconv" ? swapChannels(raw.shape, raw.data) : raw;
      const matrix = asMatrix(shape, data);
      const { u } = powerRound(matrix, before[`generator/${layer}/u`]!);
      expect(after[`generator/${layer}/u`]).toBeAllclose(u, float64Golden);
      expect(results[`sigma/generator/${layer}`]).toHaveLength(1);
    }
  });

  test("does not move in a discriminator step", () => {
    const step = takeStep(discriminatorStep, changes);
    expect(changed(step.before, step.after).filter((name) => name.startsWith("generator"))).toEqual(
      [],
    );
  });

  test("draws with averages, normalized by u of their own", () => {
    const z = gaussian(10, "z");
    const { images } = runProgram(sampler(model, 2), settled, { z }).results;
    const weights = runProgram(effectiveWeights(model, "generator"), settled, {}).results;
    const values: Record<string, ArrayLike<number>> = { x: z, ...weights };
    for (const { name } of [...model.generator.parameters, ...model.generator.buffers]) {
      values[name] ??= settled[`ema/${name}` as keyof typeof settled];
    }
    const matrix = asMatrix([12, 5], after["ema/dense/weight"]!);
    const { sigma } = powerRound(matrix, settled["ema/dense/u"]);
    expect(weights["dense/weight"]).toBeAllclose(
      Array.from(after["ema/dense/weight"]!, (w) => w / sigma),
      float64Golden,
    );
    const { y } = evaluateNetwork(model.definition.generator.network, [2, 5], values);
    expect(images).toBeAllclose(y.data, float64Golden);
  });
});

describe("chosen layers", () => {
  test("are normalized, the others are not", () => {
    const layers = ["conv2", "den*"];
    const { model, before, results } = takeStep(discriminatorStep, { discriminator: { layers } });
    expect(Object.keys(results).filter((name) => name.startsWith("sigma/"))).toEqual([
      "sigma/conv2",
      "sigma/dense",
    ]);
    expect(Object.keys(before).filter((name) => name.endsWith("/u"))).toEqual([
      "discriminator/conv2/u",
      "discriminator/dense/u",
    ]);
    const used = runProgram(effectiveWeights(model), before, {}).results;
    expect(used["conv1/weight"]).toBeAllclose(before["discriminator/conv1/weight"]!, float64Golden);
    const spec = model.discriminator.parameters.find(({ name }) => name === "conv2/weight")!;
    const matrix = asMatrix(spec.shape, before["discriminator/conv2/weight"]!);
    const { sigma } = powerRound(matrix, before["discriminator/conv2/u"]!);
    expect(used["conv2/weight"]).toBeAllclose(
      Array.from(before["discriminator/conv2/weight"]!, (w) => w / sigma),
      float64Golden,
    );
  });

  test("must be there", () => {
    expect(() =>
      smallModel({ discriminator: { layers: ["block*"] } }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: discriminator.reparametrization.layers: must name layers out of conv1, conv2, dense, got block*]`,
    );
  });
});

describe("a discriminator with batch statistics", () => {
  const network: Network = (context, x) => {
    const { g } = context;
    const a = conv(context, "conv1", x, { channels: 3, kernel: 3, padding: 1 });
    const b = g.leakyRelu(batchNorm(context, "norm1", a, { scale: false }), { slope: 0.1 });
    return dense(context, "dense", flatten(g, b), { features: 1 });
  };
  const changes = { discriminator: { network, reparametrization: undefined, optimizer: sgd() } };
  const { model, before, after, feeds, results } = takeStep(discriminatorStep, changes);
  const pixels = Array.from(feeds.real!, (x) => (2 / 255) * x - 1);
  const part = (state: typeof before) =>
    Object.fromEntries(
      Object.entries(state).flatMap(([name, value]) =>
        name.startsWith("discriminator/") ? [[name.slice("discriminator/".length), value]] : [],
      ),
    );

  test("sees the real images first, then the generated ones, each with their own statistics", () => {
    const { network: generator } = model.definition.generator;
    const values = Object.fromEntries(
      Object.entries(before).map(([name, value]) => [name.replace("generator/", ""), value]),
    );
    const fake = evaluateNetwork(generator, [6, 5], { ...values, x: feeds.z! }, { training: true });
    const pass = (x: ArrayLike<number>, buffers: Readonly<Record<string, ArrayLike<number>>>) =>
      evaluateNetwork(
        network,
        [6, 2, 4, 4],
        { ...part(before), ...buffers, x },
        { training: true },
      );
    const onReal = pass(pixels, {});
    const onFake = pass(fake.y.data, onReal.updates);
    const average = (x: Float64Array) => x.reduce((a, b) => a + b) / x.length;
    expect(results["output/real"]).toBeAllclose([average(onReal.y.data)], float64Golden);
    expect(results["output/fake"]).toBeAllclose([average(onFake.y.data)], float64Golden);
    for (const name of ["norm1/mean", "norm1/variance"]) {
      expect(after[`discriminator/${name}`]).toBeAllclose(onFake.updates[name]!, float64Golden);
    }
  });

  test("keeps its running statistics in a generator step", () => {
    const step = takeStep(generatorStep, changes);
    const moved = changed(step.before, step.after);
    expect(moved.filter((name) => name.startsWith("discriminator"))).toEqual([]);
  });
});
