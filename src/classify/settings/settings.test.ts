/** Settings: their defaults, what they stand for, and what they refuse. */
import { describe, expect, test } from "vitest";
import { moments } from "../../../test/support/nn/matrices.ts";
import { samplingErrors } from "../../../test/support/tolerances.ts";
import { createClassifier, initialTensors } from "../model/index.ts";
import {
  assembleClassifier,
  assembleTraining,
  type ClassifierSettingsInput,
  classifierSettings,
  settingText,
} from "./index.ts";

const TASK = { imageShape: [3, 8, 8], classes: 3 } as const;
const modelOf = (given: ClassifierSettingsInput) =>
  createClassifier(assembleClassifier(classifierSettings(given), TASK));

describe("defaults", () => {
  test("a residual network, batch norm, He's initializer, SGD with momentum", () => {
    expect(classifierSettings()).toMatchObject({
      network: { name: "residual", blocks: 2 },
      normalization: { name: "batch-norm" },
      initializer: { name: "kaiming" },
      optimizer: { name: "sgd", learningRate: 0.1, momentum: 0.9 },
      schedule: { name: "cosine" },
    });
  });

  test("Fixup takes the normalization's place", () => {
    const { normalization } = classifierSettings({ initializer: { name: "fixup" } });
    expect(normalization).toEqual({ name: "none" });
  });

  test("a method's options may be given without the usual name", () => {
    const given = { optimizer: { learningRate: 0.5 }, network: { blocks: 1 } };
    const { optimizer, network } = classifierSettings(given as ClassifierSettingsInput);
    expect({ optimizer, network }).toMatchObject({
      optimizer: { name: "sgd", learningRate: 0.5 },
      network: { name: "residual", blocks: 1 },
    });
  });

  test("a thousand steps, or as many as the epochs take", () => {
    expect(assembleTraining(classifierSettings(), 100).steps).toBe(1000);
    const epochs = classifierSettings({ epochs: 1.5, batchSize: 8 });
    expect(assembleTraining(epochs, 100).steps).toBe(19);
  });
});

describe("Fixup", () => {
  const model = modelOf({
    network: { name: "residual", channels: [8, 32], blocks: 8 },
    initializer: { name: "fixup" },
  });
  const tensors = initialTensors(model, 3);
  const largestOf = (name: string) => Math.max(...tensors[name]!.data.map(Math.abs));

  test("rule 1: the last layer, and the last one of each branch, are 0", () => {
    const last = model.parameters.filter(({ name }) => /conv2\/weight$|^dense/.test(name));
    expect(last).toHaveLength(16 + 2);
    expect(last.map(({ name }) => largestOf(name))).toEqual(last.map(() => 0));
  });

  test("rule 2: other layers of branches are He's times 1/√L, those outside He's", () => {
    for (const [name, variance] of [
      ["stage2/block2/conv1/weight", 2 / (32 * 9) / 16],
      ["stem/conv1/weight", 2 / (3 * 9)],
    ] as const) {
      const { data } = tensors[name]!;
      const found = moments(data);
      expect([found.variance], name).toBeAllclose([variance], {
        absolute: samplingErrors * variance * Math.sqrt(2 / data.length),
      });
    }
  });

  test("rule 3: multipliers are 1, biases 0", () => {
    for (const { name, role } of model.parameters) {
      if (role === "bias") expect([...tensors[name]!.data], name).not.toContain(1);
      if (role === "scale") expect([...tensors[name]!.data], name).toEqual([1]);
    }
  });
});

test("a reparametrization has its states and its factor, on the layers that it covers", () => {
  const network: ClassifierSettingsInput["network"] = { name: "cnn", channels: [4], layers: 2 };
  const { parameters, reparametrized } = modelOf({
    network,
    reparametrization: { name: "sn", layers: ["stage1/*"], gamma: "layer" },
  });
  expect(reparametrized.map(({ spec }) => spec.name)).toEqual([
    ...["stage1/conv1/weight", "stage1/conv2/weight"],
  ]);
  expect(reparametrized[0]!.states.map(({ name }) => name)).toEqual(["u"]);
  expect(parameters.map(({ name }) => name)).toContain("stage1/conv2/gamma");
  expect(() => modelOf({ network, reparametrization: { name: "sn", layers: ["block*"] } })).toThrow(
    "reparametrization.layers: must name layers out of stage1/conv1, stage1/conv2, dense, got block*",
  );
});

describe("refused", () => {
  test.each([
    [
      { normalization: { name: "batchnorm" } },
      'normalization.name: must be one of none, batch-norm, layer-norm, group-norm, cross-iteration-batch-norm, conditional-batch-norm, got "batchnorm"; did you mean batch-norm?',
    ],
    [{ network: { name: "cnn", blocks: 2 } }, "network.blocks: unknown; known here"],
    [
      { normalization: { name: "cross-iteration-batch-norm", windw: 3 } },
      "normalization.windw: unknown; did you mean window?",
    ],
    [
      { steps: 1.5, mixup: -1 },
      "steps: must be a whole number ≥ 1, got 1.5; mixup: must be a number in [0, 100], got -1",
    ],
    [{ steps: 1e12 }, "at a thousand steps a second"],
    [{ network: { blocks: 0 } }, "network.blocks: must be a whole number in [1, 10000]"],
    [
      { normalization: { name: "cross-iteration-batch-norm", window: 1 }, batchSize: 1 },
      "normalization: must have a window of 2 or more with batches of one example",
    ],
    [
      { normalization: { name: "conditional-batch-norm" } },
      "must not be conditional-batch-norm, which needs the class that a classifier is to tell",
    ],
    [
      { initializer: { name: "fixup" }, normalization: { name: "batch-norm" } },
      "normalization.name: must be none with the initializer fixup",
    ],
    [
      { initializer: { name: "fixup" }, network: { name: "cnn" } },
      "initializer.name: must not be fixup in a network without residual branches (network.name: residual)",
    ],
    [
      { initializer: { name: "fixup" }, reparametrization: { name: "weight-norm" } },
      "the weights that it initializes to 0 cannot be divided by their norm, got weight-norm",
    ],
    [
      { reparametrization: { name: "bssn", gamma: "shared" } },
      "reparametrization.gammaOnBias: must be false with bssn",
    ],
    [{ mixup: 1, batchSize: 1 }, "mixup: must be 0 with batches of one image"],
    [{ steps: 1, epochs: 1 }, "epochs: must be left out where steps are given"],
  ])("%j", (given, message) => {
    expect(() => classifierSettings(given as ClassifierSettingsInput)).toThrow(message);
  });

  test("fewer than two classes", () => {
    const definition = assembleClassifier(classifierSettings(), { ...TASK, classes: 1 });
    expect(() => createClassifier(definition)).toThrow("classes: must be at least 2, got 1");
  });
});

test("a setting in words has its names and its default", () => {
  expect(settingText("optimizer.name")).toBe("how weights are updated: sgd, adam (default: sgd)");
  expect(settingText("network.blocks")).toMatch(/^residual blocks of each stage.*\(default: 2\)$/);
});
