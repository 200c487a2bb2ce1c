/** The discriminator step in float64, against its parts by themselves. */
import { describe, expect, test } from "vitest";
import { discriminate, generate, powerRounds, scaled } from "../../test/support/gan/networks.ts";
import {
  changed,
  experimentOf,
  gradientsOf,
  type SmallChanges,
  takeStep,
} from "../../test/support/gan/small.ts";
import { checkDerivative } from "../../test/support/graph/finite-difference.ts";
import { inner } from "../../test/support/nn/matrices.ts";
import { float64Golden } from "../../test/support/tolerances.ts";
import { flatten } from "../graph/index.ts";
import { conv, dense, type Network, sgd } from "../nn/index.ts";
import { r1, spectralNorm, weightClipping } from "../stabilizers/index.ts";
import { discriminatorStep } from "./discriminator-step.ts";
import { losses } from "./losses/registry.ts";

const step = (changes: SmallChanges = {}) => takeStep(discriminatorStep, changes);

const mean = (x: ArrayLike<number>) => Array.from(x).reduce((a, b) => a + b) / x.length;
const layers = ["conv1", "conv2", "dense"];
const weights = layers.map((layer) => `discriminator/${layer}/weight`);
const plain = step();

describe("what it changes", () => {
  test("the discriminator's parameters, moments and vectors, nothing of the generator", () => {
    const { program, before, after } = plain;
    const expected = layers.flatMap((layer) => [
      ...["weight", "bias"].flatMap((role) =>
        ["", "/m", "/v"].map((slot) => `discriminator/${layer}/${role}${slot}`),
      ),
      `discriminator/${layer}/u`,
    ]);
    expect(program.writes.toSorted()).toEqual(expected.toSorted());
    expect(changed(before, after).toSorted()).toEqual(expected.toSorted());
  });

  test("u by one round with the new weights, once", () => {
    const { model, before, after } = plain;
    const expected = powerRounds(model, after, before);
    for (const layer of layers) {
      expect(after[`discriminator/${layer}/u`]).toBeAllclose(expected[layer]!.u, float64Golden);
    }
  });

  test("with `advance: forward`, u by one round with the weights of the forward pass", () => {
    const { model, before, after } = step({
      discriminator: { reparametrization: spectralNorm({ advance: "forward" }) },
    });
    const expected = powerRounds(model, before);
    for (const layer of layers) {
      expect(after[`discriminator/${layer}/u`]).toBeAllclose(expected[layer]!.u, float64Golden);
      // the same weights as otherwise: the forward pass is the same
      const weight = `discriminator/${layer}/weight`;
      expect(after[weight]).toEqual(plain.after[weight]);
    }
  });

  test("with `advance: pass`, u by two rounds, real images judged after the first, generated ones after both", () => {
    const method = spectralNorm({ advance: "pass" });
    const { model, before, after, results, feeds } = step({
      discriminator: { reparametrization: method },
    });
    const vectorsAfter = (state: typeof before) =>
      Object.fromEntries(
        Object.entries(powerRounds(model, before, state)).map(([layer, { u }]) => [
          `discriminator/${layer}/u`,
          u,
        ]),
      );
    const once = vectorsAfter(before);
    for (const [name, u] of Object.entries(vectorsAfter(once))) {
      expect(after[name]).toBeAllclose(u, float64Golden);
    }
    const fake = generate(model, before, feeds.z!, { training: true }).y.data;
    const onReal = discriminate(model, before, scaled(feeds.real!));
    const onFake = discriminate(model, { ...before, ...once }, fake);
    expect(results["output/real"]).toBeAllclose([mean(onReal)], float64Golden);
    expect(results["output/fake"]).toBeAllclose([mean(onFake)], float64Golden);
    expect(results["output/fake"]).not.toEqual(plain.results["output/fake"]);
    // without a gradient through u, the gradients of both passes are orthogonal to the raw weight
    for (const layer of layers) {
      const slope = results[`gradient/${layer}/weight`]!;
      const along = inner(before[`discriminator/${layer}/weight`]!, slope);
      expect([along]).toBeAllclose([0], { absolute: 1e-12 });
    }
  });

  test("the generator's running statistics, where they move in all steps", () => {
    const generator = { runningStatistics: "all-steps" } as const;
    const { model, before, after, feeds } = step({ generator });
    const { updates } = generate(model, before, feeds.z!, { training: true });
    expect(changed(before, after).filter((name) => name.startsWith("generator/"))).toEqual(
      Object.keys(updates).map((name) => `generator/${name}`),
    );
    for (const [name, value] of Object.entries(updates)) {
      expect(after[`generator/${name}`]).toBeAllclose(value, float64Golden);
    }
  });

  test("with more iterations, u by as many rounds with the new weights", () => {
    const { model, before, after } = step({
      discriminator: { reparametrization: spectralNorm({ iterations: 2 }) },
    });
    const first = powerRounds(model, after, before);
    const u = Object.fromEntries(layers.map((l) => [`discriminator/${l}/u`, first[l]!.u]));
    const second = powerRounds(model, after, u);
    for (const layer of layers) {
      expect(after[`discriminator/${layer}/u`]).toBeAllclose(second[layer]!.u, float64Golden);
    }
  });
});

describe("what it computes", () => {
  test.each([
    ["hinge", (x: number) => Math.max(0, 1 - x)],
    ["non-saturating", (x: number) => Math.log1p(Math.exp(-x))],
  ] as const)("the %s loss of two passes, one of real and one of generated images", (name, f) => {
    const { model, before, feeds, results } = step({ loss: losses[name] });
    const fake = generate(model, before, feeds.z!, { training: true }).y.data;
    const onReal = discriminate(model, before, scaled(feeds.real!));
    const onFake = discriminate(model, before, fake);
    expect(results["output/real"]).toBeAllclose([mean(onReal)], float64Golden);
    expect(results["output/fake"]).toBeAllclose([mean(onFake)], float64Golden);
    const expected = mean(onReal.map(f)) + mean(onFake.map((x) => f(-x)));
    expect(results["loss/d"]).toBeAllclose([expected], float64Golden);
  });

  test("σ̂ of every layer, and the norm of its raw weight's gradient", () => {
    const { model, before, results } = plain;
    const rounds = powerRounds(model, before);
    for (const layer of layers) {
      expect(results[`sigma/${layer}`]).toBeAllclose([rounds[layer]!.sigma], float64Golden);
      const slope = results[`gradient/${layer}/weight`]!;
      const norm = Math.sqrt(inner(slope, slope));
      expect(results[`gradNorm/${layer}`]).toBeAllclose([norm], float64Golden);
      expect(norm).toBeGreaterThan(1e-3);
    }
  });

  test("these scalars and no others", () => {
    const { graph, writes } = discriminatorStep(plain.model);
    const results = Object.keys(graph.outputs).filter((name) => !name.startsWith("next/"));
    expect(results.toSorted()).toEqual(
      [
        "loss/d",
        "output/real",
        "output/fake",
        ...layers.flatMap((layer) => [`sigma/${layer}`, `gradNorm/${layer}`]),
      ].toSorted(),
    );
    expect(Object.keys(graph.outputs)).toHaveLength(results.length + writes.length);
    for (const name of results) expect(graph.outputs[name]!.shape, name).toEqual([]);
  });

  test("the optimizer's step on the raw weights", () => {
    const rate = 0.05;
    const { before, after, results } = step({
      discriminator: { optimizer: sgd(), learningRate: rate },
    });
    for (const layer of layers) {
      for (const role of ["weight", "bias"]) {
        const name = `discriminator/${layer}/${role}`;
        const slope = results[`gradient/${layer}/${role}`]!;
        const expected = Array.from(before[name]!, (w, i) => w - rate * slope[i]!);
        expect(after[name], name).toBeAllclose(expected, float64Golden);
      }
    }
  });

  test("the gradient of the raw weight is orthogonal to it", () => {
    const { before, results } = plain;
    for (const layer of layers) {
      const along = inner(
        before[`discriminator/${layer}/weight`]!,
        results[`gradient/${layer}/weight`]!,
      );
      expect([along]).toBeAllclose([0], { absolute: 1e-12 });
    }
  });
});

/** Without kinks, so that finite differences exist everywhere. */
const smooth: Network = (context, x) => {
  const { g } = context;
  const a = g.tanh(conv(context, "conv1", x, { channels: 3, kernel: 3, padding: 1 }));
  const b = conv(context, "conv2", a, { channels: 4, kernel: 4, stride: 2, padding: 1 });
  return dense(context, "dense", flatten(g, g.tanh(b)), { features: 1 });
};

describe("gradients", () => {
  test.each([
    ["the power step", spectralNorm({ vectors: "differentiated", iterations: 2 }), []],
    ["no reparametrization", undefined, []],
    ["the power step and R1", spectralNorm({ vectors: "differentiated" }), [r1({ weight: 2 })]],
  ])("through %s are the loss's derivatives", (_name, reparametrization, penalties) => {
    const { program, before, feeds } = step({
      loss: losses["non-saturating"],
      discriminator: { network: smooth, reparametrization, penalties },
    });
    const names = layers.flatMap((layer) => [`${layer}/weight`, `${layer}/bias`]);
    checkDerivative(experimentOf(program, { ...feeds, ...before }), {
      of: "loss/d",
      gradients: gradientsOf("discriminator", names),
    });
  });
});

describe("methods", () => {
  test("a penalty is added to the loss, with the effective weights", () => {
    const linear: Network = (context, x) =>
      dense(context, "dense", flatten(context.g, x), { features: 1 });
    const [without, with_] = [[], [r1({ weight: 3 })]].map((penalties) =>
      step({ discriminator: { network: linear, penalties } }),
    );
    // one output: σ̂ is the length of w, the effective one has length 1
    const difference = with_!.results["loss/d"]![0]! - without!.results["loss/d"]![0]!;
    expect([difference]).toBeAllclose([3 / 2], float64Golden);
  });

  test("clipping keeps every weight in [−c, c] and leaves biases as they are", () => {
    const limit = 0.2;
    const clipped = step({ discriminator: { projections: [weightClipping({ limit })] } });
    for (const name of weights) {
      const expected = Array.from(plain.after[name]!, (w) => Math.max(-limit, Math.min(limit, w)));
      expect(Array.from(clipped.after[name]!)).toEqual(expected);
      expect(changed({ w: expected }, { w: plain.after[name]! })).toEqual(["w"]);
    }
    for (const layer of layers) {
      const name = `discriminator/${layer}/bias`;
      expect(clipped.after[name]).toEqual(plain.after[name]);
    }
    const big = step({
      discriminator: { learningRate: 1, projections: [weightClipping({ limit })] },
    });
    const biases = layers.flatMap((l) =>
      Array.from(big.after[`discriminator/${l}/bias`]!, Math.abs),
    );
    expect(Math.max(...biases)).toBeGreaterThan(limit);
  });

  test("u goes on with the clipped weights", () => {
    const { model, before, after } = step({
      discriminator: { projections: [weightClipping({ limit: 0.2 })] },
    });
    const expected = powerRounds(model, after, before);
    for (const layer of layers) {
      expect(after[`discriminator/${layer}/u`]).toBeAllclose(expected[layer]!.u, float64Golden);
    }
  });

  test("without a reparametrization there is no σ and no u", () => {
    const { program, results, before } = step({ discriminator: { reparametrization: undefined } });
    const names = [...Object.keys(results), ...Object.keys(before), ...program.writes];
    expect(names.filter((name) => name.startsWith("sigma/") || name.endsWith("/u"))).toEqual([]);
  });
});
