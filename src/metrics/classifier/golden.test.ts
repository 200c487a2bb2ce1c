/** Trainings of a classifier against PyTorch's (scripts/golden/classifier.py). */
import { describe, expect, test } from "vitest";
import { withRuntime } from "../../../test/support/gan/small.ts";
import { goldenCases, goldenRow } from "../../../test/support/golden/cases.ts";
import { cpuComposite, toleranceFor } from "../../../test/support/tolerances.ts";
import { flatten } from "../../graph/index.ts";
import { adam, sgd } from "../../nn/index.ts";
import { type ClassifierDefinition, halfCosine, oneCycle, trainClassifier } from "./index.ts";

const definition: ClassifierDefinition = {
  targets: { classes: { kind: ["a", "b", "c"], side: ["left", "right"] }, numbers: ["size"] },
  imageShape: [3, 2, 2],
  body: ({ g }, images) => flatten(g, images),
};

describe.each(goldenCases("classifier", "classifier.json"))("$name", (golden) => {
  const { optimizer, batch, smoothing, decay, rate, warmup } = golden.attrs;
  const { images, labels, numbers, ...parameters } = golden.inputs;
  const { loss, rate: rates, ...trained } = golden.outputs;
  const [steps = 0] = images!.shape;
  const learningRate =
    optimizer === "sgd" ? oneCycle(rate, steps, warmup) : halfCosine(rate, steps);

  test("has the learning rates of PyTorch's scheduler", () => {
    const found = rates!.data.map((_, i) => learningRate(i + 1));
    // the golden cycle ends at 1e-12 of the highest rate, ours at 0
    expect(found).toBeAllclose(rates!.data, { absolute: 1e-12 });
  });

  test("has the losses and the parameters of PyTorch", async () => {
    const row = (tensor: typeof images, step: number) => goldenRow(tensor!, step - 1);
    const losses: number[] = [];
    const tensors = Object.entries(parameters).map(
      ([name, { shape, data }]) => [name, { shape, data: Float32Array.from(data) }] as const,
    );
    const found = await withRuntime((runtime) =>
      trainClassifier(definition, {
        ...{ runtime, batchSize: batch, steps, seed: 1, smoothing, learningRate },
        weightDecay: decay,
        optimizer: optimizer === "sgd" ? sgd({ momentum: 0.9 }) : adam(),
        from: { step: 0, tensors: Object.fromEntries(tensors) },
        next: (step) => ({
          images: Uint8Array.from(row(images, step)),
          labels: Int32Array.from(row(labels, step)),
          numbers: Float32Array.from(row(numbers, step)),
        }),
        onStep: (_, value) => void losses.push(value),
      }),
    );
    expect(losses).toBeAllclose(loss!.data, toleranceFor(loss!.data, cpuComposite));
    expect(Object.keys(found).toSorted()).toEqual(Object.keys(trained).toSorted());
    for (const [name, { data }] of Object.entries(trained)) {
      expect(found[name]!.data, name).toBeAllclose(data, toleranceFor(data, cpuComposite));
    }
  });
});
