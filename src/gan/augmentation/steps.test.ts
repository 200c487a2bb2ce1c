/** The two steps with augmented images: in float64 against their parts, and in both layouts on the engine. */
import { describe, expect, test } from "vitest";
import { discriminate, generate, scaled } from "../../../test/support/gan/networks.ts";
import {
  experimentOf,
  gradientsOf,
  runProgram,
  type SmallChanges,
  smallModel,
  startState,
  stepFeeds,
} from "../../../test/support/gan/small.ts";
import { checkBlocked } from "../../../test/support/graph/blocked.ts";
import { expectSame, runBoth } from "../../../test/support/graph/checks.ts";
import { checkDerivative } from "../../../test/support/graph/finite-difference.ts";
import { smooth } from "../../../test/support/nn/penalties.ts";
import { cpuNetwork, float64Golden } from "../../../test/support/tolerances.ts";
import { createBuilder, evaluate, flatten, type Value } from "../../graph/index.ts";
import { conv, deconv, dense, type Network } from "../../nn/index.ts";
import type { Program } from "../../runtime/index.ts";
import { nodeEngine } from "../../runtime/node.ts";
import { gradientPenalty, r1 } from "../../stabilizers/index.ts";
import { discriminatorStep } from "../discriminator-step.ts";
import { generatorStep } from "../generator-step.ts";
import { losses } from "../losses/registry.ts";
import type { GanModel } from "../model.ts";
import { ada } from "./ada.ts";
import type { Augmentation, ImagesShape } from "./augmentation.ts";
import { type Group, numbersFeed } from "./augmented.ts";
import { createAugmenter } from "./augmenter.ts";
import { diffaugment } from "./diffaugment.ts";

const mean = (x: ArrayLike<number>) => Array.from(x).reduce((a, b) => a + b) / x.length;
const shapeOf = ({ definition: { batchSize, imageShape } }: GanModel): ImagesShape => [
  batchSize,
  ...imageShape,
];

/** The numbers of all groups of a step, by the names of the feeds; half of the changes of `ada` happen. */
function numbersOf(model: GanModel) {
  const { augmentation } = model.definition;
  const shape = shapeOf(model);
  const augmenter = createAugmenter({
    augmentation,
    images: { real: shape, fake: shape, generated: shape },
    seed: 4,
    from: undefined,
  });
  const state = augmenter.state()!;
  augmenter.restore({ ...state, steering: { p: 0.5, signs: 0, steps: 0, r: null } });
  const groups = ["real", "fake", "generated"] as const;
  return Object.assign({}, ...groups.map((group) => augmenter.feeds(group))) as Readonly<
    Record<string, Float32Array>
  >;
}

/** A step of the small GAN from its first state, in float64. */
function take(
  build: (model: GanModel, options: { readonly gradients: boolean }) => Program,
  changes: SmallChanges,
) {
  const model = smallModel(changes);
  const before = startState(model);
  const program = build(model, { gradients: true });
  const feeds: Record<string, ArrayLike<number>> = {
    ...stepFeeds(model),
    ...numbersOf(model),
    ...drawsOf(program),
  };
  const { results } = runProgram(program, before, feeds);
  return { model, program, before, feeds, results };
}

/** Images of a group, transformed by themselves. */
function transformed(
  augmentation: Augmentation,
  group: Group,
  images: ArrayLike<number>,
  shape: ImagesShape,
  feeds: Readonly<Record<string, ArrayLike<number>>>,
): Float64Array {
  const g = createBuilder();
  const inputs: Record<string, Value> = { x: g.input("x", { dtype: "float32", shape }) };
  const given: Record<string, ArrayLike<number>> = { x: images };
  let y = inputs.x!;
  for (const transform of augmentation.transforms) {
    for (const [name, size] of Object.entries(transform.numbers(shape))) {
      inputs[name] = g.input(name, { dtype: "float32", shape: size });
      given[name] = feeds[numbersFeed(group, name)]!;
    }
    y = transform.apply(g, y, inputs);
  }
  return evaluate({ inputs, outputs: { y } }, given).y!.data;
}

const weights = ["conv1/weight", "conv2/weight", "conv2/bias", "dense/weight"];
const both = [gradientPenalty({ weight: 2 }), r1({ weight: 3 })];

describe.each([
  ["diffaugment", diffaugment()],
  ["ada", ada()],
] as const)("%s", (_, augmentation) => {
  test("D sees real and generated images through it", () => {
    const { model, before, feeds, results } = take(discriminatorStep, { augmentation });
    const shape = shapeOf(model);
    const seen = (group: Group, x: ArrayLike<number>) =>
      discriminate(model, before, transformed(augmentation, group, x, shape, feeds));
    const onReal = seen("real", scaled(feeds.real!));
    const fake = generate(model, before, feeds.z!, { training: true }).y.data;
    expect(results["output/real"]).toBeAllclose([mean(onReal)], float64Golden);
    expect(results["output/fake"]).toBeAllclose([mean(seen("fake", fake))], float64Golden);
    const plain = mean(discriminate(model, before, scaled(feeds.real!)));
    expect(Math.abs(results["output/real"]![0]! - plain)).toBeGreaterThan(1e-4);
  });

  test("D's gradients equal finite differences, with penalties that differentiate twice", () => {
    const { program, before, feeds } = take(discriminatorStep, {
      augmentation,
      loss: losses["non-saturating"],
      discriminator: { network: smooth, reparametrization: undefined, penalties: both },
    });
    checkDerivative(experimentOf(program, { ...before, ...feeds }), {
      of: "loss/d",
      gradients: gradientsOf("discriminator", weights),
    });
  });

  test("R1 is that of D behind the transform, at the images before it", () => {
    const changes = { augmentation, discriminator: { penalties: [r1({ weight: 3 })] } };
    const { model, before, feeds, results } = take(discriminatorStep, changes);
    const without = take(discriminatorStep, { augmentation }).results["loss/d"]![0]!;
    const shape = shapeOf(model);
    const size = shape.slice(1).reduce((a, b) => a * b);
    const real = scaled(feeds.real!);
    const outputs = (x: ArrayLike<number>) =>
      discriminate(model, before, transformed(augmentation, "real", x, shape, feeds));
    const h = 1e-6;
    let squares = 0;
    // one pixel of all images at once: no output depends on another image
    for (let i = 0; i < size; i++) {
      const moved = (step: number) =>
        outputs(real.map((x, at) => (at % size === i ? x + step : x)));
      const [ahead, behind] = [moved(h), moved(-h)];
      for (const [n, x] of ahead.entries()) squares += ((x - behind[n]!) / (2 * h)) ** 2;
    }
    const expected = ((3 / 2) * squares) / shape[0];
    expect(expected).toBeGreaterThan(1e-3);
    expect(results["loss/d"]![0]! - without).toBeCloseTo(expected, 7);
  });

  test("G's loss and gradients are those through D and the transform", () => {
    const { model, program, before, feeds, results } = take(generatorStep, { augmentation });
    const images = generate(model, before, feeds.z!, { training: true }).y.data;
    const seen = transformed(augmentation, "generated", images, shapeOf(model), feeds);
    const expected = -mean(discriminate(model, before, seen));
    expect(results["loss/g"]).toBeAllclose([expected], float64Golden);
    checkDerivative(experimentOf(program, { ...before, ...feeds }), {
      of: "loss/g",
      gradients: gradientsOf("generator", ["dense/weight", "deconv/weight", "deconv/bias"]),
    });
  });
});

describe("the sign of D's outputs on real images", () => {
  test.each([
    ["hinge", 0],
    ["least-squares", 0.5],
  ] as const)("with the %s loss is that of D − %f", (loss, middle) => {
    const augmentation = ada();
    const changes = { augmentation, loss: losses[loss] };
    const { model, before, feeds, results } = take(discriminatorStep, changes);
    const images = scaled(feeds.real!);
    const seen = transformed(augmentation, "real", images, shapeOf(model), feeds);
    const signs = discriminate(model, before, seen).map((x) => Math.sign(x - middle));
    expect(results["augmentation/sign"]).toBeAllclose([mean(signs)], float64Golden);
  });

  test("is measured where it steers only", () => {
    const { results } = take(discriminatorStep, { augmentation: diffaugment() });
    expect(results).not.toHaveProperty(["augmentation/sign"]);
  });
});

const blocks = await nodeEngine({ device: "cpu" }).blocks?.();

describe("on the engine", () => {
  const generator =
    (width: number): Network =>
    (context, z) => {
      const { g } = context;
      const hidden = dense(context, "dense", z, { features: 8 * 4 * width });
      const map = g.reshape(g.relu(hidden), { shape: [z.shape[0] ?? 1, 16, 4, width / 2] });
      const geometry = { channels: 3, kernel: 4, stride: 2, padding: 1 };
      return g.tanh(deconv(context, "deconv", map, geometry));
    };
  const discriminator: Network = (context, x) => {
    const { g } = context;
    const a = conv(context, "conv1", x, { channels: 16, kernel: 3, padding: 1 });
    const geometry = { channels: 32, kernel: 4, stride: 2, padding: 1 };
    const b = conv(context, "conv2", g.softplus(a), geometry);
    return dense(context, "dense", flatten(g, g.softplus(b)), { features: 1 });
  };
  const model = (augmentation: Augmentation, width: number) =>
    smallModel({
      augmentation,
      imageShape: [3, 8, width],
      batchSize: 3,
      loss: losses["non-saturating"],
      generator: { network: generator(width) },
      discriminator: { network: discriminator, penalties: [r1({ weight: 3 })] },
    });

  test.each([
    ["diffaugment, D", diffaugment(), 8, discriminatorStep],
    ["diffaugment, G, wide images", diffaugment(), 12, generatorStep],
    ["ada, D", ada(), 8, discriminatorStep],
    ["ada, D, wide images", ada(), 12, discriminatorStep],
    ["ada, G", ada(), 8, generatorStep],
  ] as const)(
    "%s: standard operators and blocks give what the reference does",
    async (...given) => {
      const [, augmentation, width, build] = given;
      const gan = model(augmentation, width);
      const numbers = { ...startState(gan), ...stepFeeds(gan), ...numbersOf(gan) };
      const program = build(gan, { gradients: true });
      const results = Object.entries(program.graph.outputs).filter(([name]) =>
        /^(gradient|loss|output)\//.test(name),
      );
      const experiment = experimentOf(program, numbers);
      const graph = { inputs: program.graph.inputs, outputs: Object.fromEntries(results) };
      const standard = await runBoth({ ...experiment, graph });
      for (const [name] of results) expectSame(standard, name, cpuNetwork);
      if (blocks !== undefined) await checkBlocked(graph, experiment.feeds, blocks);
    },
  );
});

/** Numbers for the draws of a program. */
function drawsOf({ draws }: Program): Record<string, number[]> {
  return Object.fromEntries(
    draws.map(({ name, shape }) => {
      const size = shape.reduce((a, b) => a * b, 1);
      return [name, Array.from({ length: size }, (_, i) => ((i * 7) % 11) / 11)];
    }),
  );
}
