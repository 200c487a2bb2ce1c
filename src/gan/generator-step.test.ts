/** The generator step in float64, against its parts by themselves. */
import { describe, expect, test } from "vitest";
import { discriminate, generate, powerRounds } from "../../test/support/gan/networks.ts";
import {
  changed,
  experimentOf,
  gradientsOf,
  runProgram,
  type SmallChanges,
  smallModel,
  takeStep,
} from "../../test/support/gan/small.ts";
import { checkDerivative } from "../../test/support/graph/finite-difference.ts";
import { gaussian } from "../../test/support/nn/matrices.ts";
import { float64Golden } from "../../test/support/tolerances.ts";
import { flatten } from "../graph/index.ts";
import { batchNorm, deconv, dense, type Network, sgd } from "../nn/index.ts";
import { spectralNorm } from "../stabilizers/index.ts";
import { generatorStep } from "./generator-step.ts";
import { effectiveWeights } from "./inference/export.ts";
import { sampler } from "./inference/sampler.ts";
import { losses } from "./losses/registry.ts";

const step = (changes: SmallChanges = {}) => takeStep(generatorStep, changes);

const mean = (x: ArrayLike<number>) => Array.from(x).reduce((a, b) => a + b) / x.length;
const plain = step();
const parameters = plain.model.generator.parameters.map(({ name }) => name);

describe("what it changes", () => {
  test("the generator's parameters, moments and running statistics, nothing of the discriminator", () => {
    const { program, before, after } = plain;
    const expected = [
      ...parameters.flatMap((name) => ["", "/m", "/v"].map((slot) => `generator/${name}${slot}`)),
      "generator/norm/mean",
      "generator/norm/variance",
    ];
    expect(program.writes.toSorted()).toEqual(expected.toSorted());
    // a bias before batch normalization has no gradient but rounding errors
    const moving = expected.filter((name) => !name.startsWith("generator/dense/bias"));
    expect(changed(before, after)).toEqual(expect.arrayContaining(moving));
  });

  test("the running statistics by one pass of this step's noise", () => {
    const { model, before, after, feeds } = plain;
    const { updates } = generate(model, before, feeds.z!, { training: true });
    expect(Object.keys(updates)).toEqual(["norm/mean", "norm/variance"]);
    for (const [name, value] of Object.entries(updates)) {
      expect(after[`generator/${name}`]).toBeAllclose(value, float64Golden);
    }
  });

  test.each(["forward", "pass"] as const)("u only with `advance: %s`, by one round", (advance) => {
    const { model, before, after } = step({
      discriminator: { reparametrization: spectralNorm({ advance }) },
    });
    const moved = changed(before, after).filter((name) => name.startsWith("discriminator/"));
    expect(moved.toSorted()).toEqual([
      "discriminator/conv1/u",
      "discriminator/conv2/u",
      "discriminator/dense/u",
    ]);
    const expected = powerRounds(model, before);
    for (const [layer, { u }] of Object.entries(expected)) {
      expect(after[`discriminator/${layer}/u`]).toBeAllclose(u, float64Golden);
    }
  });

  test.each(["update", "forward", "pass"] as const)(
    "sampling and reading effective weights change nothing (advance %s)",
    (advance) => {
      const model = smallModel({
        discriminator: { reparametrization: spectralNorm({ advance }) },
      });
      expect(sampler(model, 3).writes).toEqual([]);
      expect(effectiveWeights(model).writes).toEqual([]);
    },
  );
});

describe("what it computes", () => {
  test.each([
    ["hinge", (x: number) => -x],
    ["non-saturating", (x: number) => Math.log1p(Math.exp(-x))],
  ] as const)("the %s loss of D on images in training mode", (name, f) => {
    const { model, before, feeds, results } = step({ loss: losses[name] });
    const images = generate(model, before, feeds.z!, { training: true }).y.data;
    const outputs = discriminate(model, before, images);
    expect(results["loss/g"]).toBeAllclose([mean(outputs.map(f))], float64Golden);
  });

  test("this scalar and no other", () => {
    const { graph } = generatorStep(plain.model);
    const results = Object.keys(graph.outputs).filter((name) => !name.startsWith("next/"));
    expect(results).toEqual(["loss/g"]);
    expect(graph.outputs["loss/g"]!.shape).toEqual([]);
  });

  test("the optimizer's step", () => {
    const rate = 0.05;
    const { before, after, results } = step({
      generator: { optimizer: sgd(), learningRate: rate },
    });
    for (const name of parameters) {
      const slope = results[`gradient/${name}`]!;
      const expected = Array.from(before[`generator/${name}`]!, (w, i) => w - rate * slope[i]!);
      expect(after[`generator/${name}`], name).toBeAllclose(expected, float64Golden);
    }
  });

  test("the derivatives of the loss, through the discriminator and batch normalization", () => {
    const smoothG: Network = (context, z) => {
      const { g } = context;
      const hidden = batchNorm(context, "norm", dense(context, "dense", z, { features: 12 }));
      const map = g.reshape(g.softplus(hidden), { shape: [z.shape[0]!, 3, 2, 2] });
      return g.tanh(
        deconv(context, "deconv", map, { channels: 2, kernel: 4, stride: 2, padding: 1 }),
      );
    };
    const smoothD: Network = (context, x) => {
      const hidden = dense(context, "conv1", flatten(context.g, x), { features: 4 });
      return dense(context, "dense", context.g.tanh(hidden), { features: 1 });
    };
    const { program, before, feeds } = step({
      loss: losses["non-saturating"],
      generator: { network: smoothG },
      discriminator: { network: smoothD },
    });
    checkDerivative(experimentOf(program, { ...feeds, ...before }), {
      of: "loss/g",
      gradients: gradientsOf("generator", parameters),
    });
  });
});

describe("the moving average", () => {
  const decay = 0.75;
  const averaged = step({ generator: { ema: decay } });

  test("of each parameter: decay·average + (1 − decay)·new", () => {
    const { before, after } = averaged;
    for (const name of parameters) {
      expect(before[`ema/${name}`]).toEqual(before[`generator/${name}`]);
      const fresh = after[`generator/${name}`]!;
      const expected = Array.from(
        before[`ema/${name}`]!,
        (old, i) => decay * old + (1 - decay) * fresh[i]!,
      );
      expect(after[`ema/${name}`]).toBeAllclose(expected, float64Golden);
    }
  });

  test("does not touch training", () => {
    for (const name of parameters) {
      expect(averaged.after[`generator/${name}`]).toEqual(plain.after[`generator/${name}`]);
    }
    const names = [...Object.keys(plain.before), ...plain.program.writes];
    expect(names.filter((name) => name.startsWith("ema/"))).toEqual([]);
  });

  test("is what samples come from, with statistics of its own", () => {
    const { model, feeds } = averaged;
    const size = averaged.after["generator/norm/mean"]!.length;
    const after = {
      ...averaged.after,
      "ema/norm/mean": gaussian(size, "mean"),
      "ema/norm/variance": gaussian(size, "variance").map((x) => x * x + 0.1),
    };
    const z = Array.from(feeds.z!).slice(0, 15);
    const { images } = runProgram(sampler(model, 3), after, { z }).results;
    const expected = generate(model, after, z, { training: false, from: "ema" }).y.data;
    expect(images).toBeAllclose(expected, float64Golden);
    const raw = generate(model, after, z, { training: false }).y.data;
    expect(changed({ raw }, { raw: images! })).toEqual(["raw"]);
  });

  test("without one, samples come from the weights themselves", () => {
    const { model, after, feeds } = plain;
    const z = Array.from(feeds.z!).slice(0, 15);
    const { images } = runProgram(sampler(model, 3), after, { z }).results;
    const expected = generate(model, after, z, { training: false }).y.data;
    expect(images).toBeAllclose(expected, float64Golden);
  });
});
