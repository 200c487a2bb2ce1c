/** The parts of class normalization, and trainings with them, against PyTorch's (scripts/golden/zero-shot.py). */
import { describe, expect, test } from "vitest";
import { withRuntime } from "../../../test/support/gan/small.ts";
import { type GoldenTensor, goldenCases } from "../../../test/support/golden/cases.ts";
import { cpuComposite, float64Golden, toleranceFor } from "../../../test/support/tolerances.ts";
import { createBuilder, dot, evaluate, gradient } from "../../graph/index.ts";
import { applyNetwork, type Network } from "../../nn/index.ts";
import type { ZeroShotData } from "../data/data.ts";
import { classStandardization } from "./class-standardization.ts";
import { classLogits, normalizedAttributes } from "./logits.ts";
import type { ZeroShotModel } from "./model.ts";
import { scoreZeroShot, trainZeroShot } from "./train.ts";

const file = "zero-shot.json";

describe.each(goldenCases("standardization", file))("class standardization $name", (golden) => {
  const { first, second, last, upstream } = golden.inputs;
  const network: Network = (context, x) =>
    classStandardization(context, "norm", x, golden.attrs.divisor);
  const size = first!.shape[1]!;

  test("has the values, the gradient and the running statistics of PyTorch", () => {
    const g = createBuilder();
    const constant = ({ data, shape }: GoldenTensor) => g.constant(data, shape);
    let values = {
      "norm/mean": g.fill(0, [size]),
      "norm/variance": g.fill(1, [size]),
    } as Readonly<Record<string, ReturnType<typeof g.fill>>>;
    const pass = (x: ReturnType<typeof g.fill>, training: boolean) => {
      const { output, updates } = applyNetwork(g, network, values, x, { training });
      values = { ...values, ...updates };
      return output;
    };
    const x = constant(first!);
    const y = pass(x, true);
    const outputs = {
      first: y,
      gradient: gradient(g, dot(g, y, constant(upstream!)), [x])[0]!,
      second: pass(constant(second!), true),
      last: pass(constant(last!), false),
      mean: values["norm/mean"]!,
      variance: values["norm/variance"]!,
    };
    const found = evaluate({ inputs: {}, outputs }, {});
    for (const [name, { data }] of Object.entries(golden.outputs)) {
      expect(found[name]!.data, name).toBeAllclose(data, float64Golden);
    }
  });
});

test.each(goldenCases("logits", file))("logits of $name are PyTorch's", (golden) => {
  const { features, prototypes, upstream } = golden.inputs;
  const g = createBuilder();
  const constant = ({ data, shape }: GoldenTensor) => g.constant(data, shape);
  const [z, p] = [constant(features!), constant(prototypes!)];
  const logits = classLogits(g, z, p, golden.attrs.scale);
  const [dz, dp] = gradient(g, dot(g, logits, constant(upstream!)), [z, p]);
  const outputs = { logits, "gradient.features": dz!, "gradient.prototypes": dp! };
  const found = evaluate({ inputs: {}, outputs }, {});
  for (const [name, { data }] of Object.entries(golden.outputs)) {
    expect(found[name]!.data, name).toBeAllclose(data, float64Golden);
  }
});

test.each(goldenCases("attributes", file))("normalized attributes are PyTorch's", (golden) => {
  const { data, shape } = golden.inputs.attributes!;
  const rows = { columns: shape[1]!, data: Float32Array.from(data) };
  const expected = golden.outputs.normalized!.data;
  expect(normalizedAttributes(rows).data).toBeAllclose(
    expected,
    toleranceFor(expected, cpuComposite),
  );
});

test.each(goldenCases("training", file))("a training with $name is PyTorch's", async (golden) => {
  const { seen, unseen, examples, epochs, rate, decayEvery, weightDecay } = golden.attrs;
  const { attributes, features, labels, ...given } = golden.inputs;
  const { loss, logits, ...trained } = golden.outputs;
  const model: ZeroShotModel = golden.attrs.model;
  const rows = ({ data, shape }: GoldenTensor) => ({
    columns: shape[1]!,
    data: Float32Array.from(data),
  });
  const classes = Array.from({ length: seen + unseen }, (_, label) => label);
  const places = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);
  const data: ZeroShotData = {
    name: "golden",
    classes: classes.map((label) => `class ${label}`),
    attributes: rows(attributes!),
    features: rows(features!),
    labels: Int32Array.from([...labels!.data, ...classes]),
    training: places(0, examples),
    testSeen: places(examples, seen),
    testUnseen: places(examples + seen, unseen),
  };
  const tensors = Object.fromEntries(
    Object.entries(given).map(([name, tensor]) => {
      return [name, { shape: tensor.shape, data: Float32Array.from(tensor.data) }] as const;
    }),
  );
  const losses: number[] = [];
  const { found, scores } = await withRuntime(async (runtime) => ({
    found: await trainZeroShot(data, {
      ...{ runtime, model, seed: 1, from: { epoch: 0, loss: 0, tensors } },
      training: { epochs, batchSize: examples, learningRate: rate, decayEvery, weightDecay },
      onEpoch: (done) => void losses.push(done.loss),
    }),
    scores: await scoreZeroShot(data, { runtime, model }, [...data.testSeen, ...data.testUnseen]),
  }));
  const close = (actual: ArrayLike<number>, expected: ArrayLike<number>, name: string) =>
    expect(actual, name).toBeAllclose(expected, toleranceFor(expected, cpuComposite));
  close(losses, loss!.data, "loss");
  close(scores, logits!.data, "logits");
  expect(Object.keys(found).toSorted()).toEqual(Object.keys(trained).toSorted());
  for (const [name, { data: expected }] of Object.entries(trained)) {
    close(found[name]!.data, expected, name);
  }
});
