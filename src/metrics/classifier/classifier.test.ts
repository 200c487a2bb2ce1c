/** A small classifier: its loss, its training, its file. */
import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { withRuntime } from "../../../test/support/gan/small.ts";
import { cpuComposite, toleranceFor } from "../../../test/support/tolerances.ts";
import { createBuilder, evaluate, mean, sizeOf } from "../../graph/index.ts";
import { resize } from "../../images/index.ts";
import { conv, crossIterationBatchNorm } from "../../nn/index.ts";
import { adam, emptySlots, sgd } from "../../nn/optimizers/index.ts";
import { randomStream } from "../../random.ts";
import { nodeEngine } from "../../runtime/node.ts";
import { createOnnxExtractor } from "../extractors/index.ts";
import {
  type ClassifierBatch,
  type ClassifierDefinition,
  type ClassifierState,
  classifierExtractor,
  classifierProgram,
  exportClassifier,
  halfCosine,
  oneCycle,
  residualBody,
  stridedBody,
  trainClassifier,
  withHalfWeights,
} from "./index.ts";
import { describeClassifier, initialClassifier, passClassifier } from "./model.ts";
import { classifierStep } from "./step.ts";

const FEATURES = 12;
const definition: ClassifierDefinition = {
  targets: {
    classes: { side: ["left", "right"], color: ["red", "green", "blue"] },
    numbers: ["gray"],
  },
  imageShape: [3, 8, 8],
  body: stridedBody({ channels: 8, features: FEATURES }),
};
const SHAPE = [3, 8, 8] as const;
const PIXELS = 192;

/** Noisy images whose left or right half is red, green or blue, more or less bright. */
function images(seed: number, count: number): ClassifierBatch {
  const random = randomStream(seed, "images");
  const pixels = new Uint8Array(count * PIXELS).map(() => random.integer(60));
  const labels = new Int32Array(2 * count);
  const numbers = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const [side, color, gray] = [random.integer(2), random.integer(3), random.uniform()];
    labels.set([side, color], 2 * i);
    numbers[i] = 2 * gray - 1;
    for (let y = 0; y < 8; y++) {
      for (let x = 4 * side; x < 4 * side + 4; x++) {
        pixels[i * PIXELS + color * 64 + y * 8 + x]! += Math.round(95 + 100 * gray);
      }
    }
  }
  return { images: pixels, labels, numbers };
}

const train = (steps: number, losses: number[] = []) =>
  withRuntime((runtime) => {
    let seed = 0;
    return trainClassifier(definition, {
      runtime,
      batchSize: 32,
      steps,
      learningRate: halfCosine(0.01, steps),
      seed: 3,
      next: () => images(seed++, 32),
      onStep: (_, loss) => void losses.push(loss),
    });
  });

const close = (actual: ArrayLike<number>, expected: ArrayLike<number>) =>
  expect(actual).toBeAllclose(expected, toleranceFor(expected, cpuComposite));

describe("training", () => {
  test.each([0, 0.2])(
    "minimizes the cross-entropies, smoothed by %f, and squared errors of all targets",
    async (smoothing) => {
      const batch = images(0, 5);
      const tensors = initialClassifier(definition, 3);
      const g = createBuilder();
      const values = Object.fromEntries(
        Object.entries(tensors).map(([name, { data, shape }]) => [name, g.constant(data, shape)]),
      );
      const pixels = g.constant(Float32Array.from(batch.images), [5, ...SHAPE]);
      const pass = passClassifier(g, definition, values, pixels, { training: true });
      const outputs = { side: pass.logits[0]!, color: pass.logits[1]!, gray: pass.numbers! };
      const found = evaluate({ inputs: {}, outputs }, {});
      const surprise = (name: string, classes: number, i: number, label: number) => {
        const row = [...found[name]!.data.subarray(i * classes, (i + 1) * classes)].map(Math.exp);
        const total = row.reduce((sum, power) => sum + power);
        return row.reduce((sum, power, k) => {
          const target = (k === label ? 1 - smoothing : 0) + smoothing / classes;
          return sum - target * Math.log(power / total);
        }, 0);
      };
      let expected = 0;
      for (let i = 0; i < 5; i++) {
        const error = found.gray!.data[i]! - batch.numbers![i]!;
        expected += surprise("side", 2, i, batch.labels[2 * i]!) / 5;
        expected += surprise("color", 3, i, batch.labels[2 * i + 1]!) / 5;
        expected += error ** 2 / 5;
      }
      await withRuntime(async (runtime) => {
        const slots = emptySlots(describeClassifier(definition).parameters, adam());
        for (const [name, tensor] of Object.entries({ ...tensors, ...slots })) {
          runtime.state.write(name, tensor);
        }
        const step = await runtime.compile(
          classifierStep(definition, { optimizer: adam(), batchSize: 5, smoothing }),
        );
        const scalars = { rate: Float32Array.of(0.1), epsilon: Float32Array.of(1e-8) };
        const { images, labels, numbers } = batch;
        const { loss } = await step.run({ images, labels, numbers: numbers!, ...scalars });
        close(loss!, [expected]);
      });
    },
  );

  test("learns every target, and the same twice", async () => {
    const [losses, again]: [number[], number[]] = [[], []];
    const tensors = await train(200, losses);
    expect(losses.length).toBe(200);
    // at first about ln 2 + ln 3 + 1/3; the brightness and both classes are plain to see
    expect(losses[0]).toBeGreaterThan(1.5);
    expect(Math.max(...losses.slice(-10))).toBeLessThan(0.3);
    expect(await train(200, again)).toEqual(tensors);
    expect(again).toEqual(losses);

    const fresh = images(999, 200);
    const extractor = await classifierExtractor(
      nodeEngine({ device: "cpu" }),
      exportClassifier(definition, tensors),
      "sides",
    );
    const { logits } = await extractor.extract(fresh.images, [200, ...SHAPE]);
    await extractor.release();
    const right = Array.from(
      { length: 200 },
      (_, i) => Number(logits![2 * i + 1]! > logits![2 * i]!) === fresh.labels[2 * i],
    );
    expect(right.filter(Boolean).length).toBeGreaterThan(190);
  });

  test("decays weights, and nothing else", async () => {
    const rate = 0.1;
    const weightDecay = 0.01;
    const trained = (decay: number) =>
      withRuntime((runtime) =>
        trainClassifier(definition, {
          ...{ runtime, batchSize: 5, steps: 1, seed: 3, optimizer: sgd(), weightDecay: decay },
          learningRate: () => rate,
          next: () => images(0, 5),
        }),
      );
    const [plain, decayed] = [await trained(0), await trained(weightDecay)];
    const before = initialClassifier(definition, 3);
    for (const { name, role } of describeClassifier(definition).parameters) {
      const less = plain[name]!.data.map((x, i) => x - decayed[name]!.data[i]!);
      const factor = role === "weight" ? rate * weightDecay : 0;
      // a difference of float32 numbers of about 1
      expect(less).toBeAllclose(
        before[name]!.data.map((x) => factor * x),
        { absolute: 5e-7 },
      );
    }
  });

  test("goes on from a state as if it had not been interrupted", async () => {
    const states: ClassifierState[] = [];
    const learn = (from?: ClassifierState) =>
      withRuntime((runtime) =>
        trainClassifier(definition, {
          ...{ runtime, batchSize: 32, steps: 6, seed: 3, from },
          ...{ optimizer: sgd({ momentum: 0.9 }), learningRate: oneCycle(0.1, 6, 2) },
          next: (step) => images(step, 32),
          async onStep(_step, _loss, state) {
            states.push(await state());
          },
        }),
      );
    const whole = await learn();
    expect(states.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await learn(states[2])).toEqual(whole);
  });

  test("has learning rates that fall along half a cosine, or rise and fall along lines", () => {
    const [cosine, cycle] = [halfCosine(2, 4), oneCycle(2, 8, 2)];
    expect([1, 2, 3, 4].map(cosine)).toEqual([
      2,
      expect.closeTo(1 + Math.SQRT1_2, 12),
      expect.closeTo(1, 12),
      expect.closeTo(1 - Math.SQRT1_2, 12),
    ]);
    expect([1, 2, 5, 8].map(cycle)).toEqual([1, 2, 1, 0]);
  });

  test("refuses images whose sides do not halve often enough", () => {
    const shape = { ...definition, imageShape: [3, 12, 8] as const };
    expect(() => describeClassifier(shape)).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: classifier: images must have sides that are multiples of 8, got 12 x 8]`,
    );
    const stages = Array.from({ length: 4 }, () => ({ channels: 8, blocks: 0 }));
    expect(() =>
      describeClassifier({ ...shape, body: residualBody(stages) }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: classifier: images must have sides that are multiples of 8, got 12 x 8]`,
    );
  });
});

describe("a residual classifier", () => {
  const residual: ClassifierDefinition = {
    ...definition,
    body: residualBody([
      { channels: 8, blocks: 1 },
      { channels: 12, blocks: 2 },
    ]),
  };

  test("has two convolutions a block, and one where a stage begins", () => {
    const { parameters, output } = describeClassifier(residual);
    const convolutions = parameters.filter(({ shape }) => shape.length === 4);
    expect(convolutions.map(({ name, shape }) => [name, shape.slice(0, 2)])).toEqual([
      ["stage1/enter/conv/weight", [8, 3]],
      ["stage1/block1/first/conv/weight", [8, 8]],
      ["stage1/block1/second/conv/weight", [8, 8]],
      ["stage2/enter/conv/weight", [12, 8]],
      ...[1, 2].flatMap((block) =>
        ["first", "second"].map((half) => [`stage2/block${block}/${half}/conv/weight`, [12, 12]]),
      ),
    ]);
    expect(output.shape).toEqual([1, 12]);
  });

  test("with weights of half precision gives in plain ONNX Runtime what the float64 reference does", async () => {
    const trained = await withRuntime((runtime) =>
      trainClassifier(residual, {
        ...{ runtime, batchSize: 16, steps: 3, seed: 3 },
        next: (step) => images(step, 16),
      }),
    );
    const tensors = withHalfWeights(residual, trained);
    const model = exportClassifier(residual, tensors);
    const weights = describeClassifier(residual)
      .parameters.filter(({ role }) => role === "weight")
      .reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    expect(exportClassifier(residual, trained).length - model.length).toBeGreaterThan(weights);
    const pixels = Float32Array.from(images(7, 3).images);
    const session = await InferenceSession.create(model);
    const found = await session.run({ images: new Tensor("float32", pixels, [3, ...SHAPE]) });
    await session.release();
    const values = Object.entries(tensors).map(([name, { data }]) => [name, data] as const);
    const { graph } = classifierProgram(residual, 3);
    const expected = evaluate(graph, { images: pixels, ...Object.fromEntries(values) });
    for (const name of ["features", "logits"] as const) {
      close(found[name]!.data as Float32Array, Float32Array.from(expected[name]!.data));
    }
  });
});

describe("the exported file", () => {
  const { images: pixels } = images(7, 101);

  test("gives in plain ONNX Runtime what the trained graph gives, for any number of images", async () => {
    const tensors = await train(3);
    const session = await InferenceSession.create(exportClassifier(definition, tensors));
    for (const count of [1, 3, 101]) {
      const feed = Float32Array.from(pixels.subarray(0, count * PIXELS));
      const expected = await withRuntime(async (runtime) => {
        for (const [name, tensor] of Object.entries(tensors)) runtime.state.write(name, tensor);
        return (await runtime.compile(classifierProgram(definition, count))).run({ images: feed });
      });
      const found = await session.run({ images: new Tensor("float32", feed, [count, ...SHAPE]) });
      expect(found.features!.dims).toEqual([count, FEATURES]);
      expect(found.logits!.dims).toEqual([count, 2]);
      close(found.features!.data as Float32Array, expected.features!);
      close(found.logits!.data as Float32Array, expected.logits!);
    }
    await session.release();
  });

  test("is refused where a value is missing", () => {
    const { "dense/weight": _, ...rest } = initialClassifier(definition, 0);
    expect(() => exportClassifier(definition, rest)).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: exportClassifier: must be given dense/weight]`,
    );
  });

  test("is an extractor: any number of images, of any size, pixels or floats", async () => {
    const model = exportClassifier(definition, initialClassifier(definition, 0));
    const extractor = await classifierExtractor(nodeEngine({ device: "cpu" }), model, "sides");
    expect(extractor).toMatchObject({
      name: "sides",
      input: { channels: 3, size: 8, resizer: "pillow-bilinear" },
      dimension: FEATURES,
      classes: 2,
    });
    const all = await extractor.extract(pixels, [101, ...SHAPE]);
    expect([all.features.length, all.logits!.length]).toEqual([101 * FEATURES, 202]);
    const last = await extractor.extract(Float32Array.from(pixels.subarray(100 * PIXELS)), [
      1,
      ...SHAPE,
    ]);
    close(all.features.subarray(100 * FEATURES), last.features);

    const large = images(8, 12).images;
    const sizes = { from: [16, 24], to: [8, 8] } as const;
    const small = resize(large, { ...sizes, method: "pillow-bilinear" });
    const [fromLarge, fromSmall] = [
      await extractor.extract(large, [2, 3, 16, 24]),
      await extractor.extract(small, [2, ...SHAPE]),
    ];
    expect(fromLarge).toEqual(fromSmall);
    const named = await createOnnxExtractor(nodeEngine({ device: "cpu" }), model, "sides.onnx");
    close((await named.extract(pixels, [101, ...SHAPE])).features, all.features);
    await named.release();
    const none = await extractor.extract(new Uint8Array(0), [0, ...SHAPE]);
    expect(none.features.length).toBe(0);
    await expect(
      extractor.extract(pixels, [101, 1, 8, 24]),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: sides: images must be [n, 3, height, width] with as many values, got 19392 values for [101, 1, 8, 24]]`,
    );
    await extractor.release();
  });

  test("is refused where it is none", async () => {
    await expect(
      classifierExtractor(nodeEngine({ device: "cpu" }), new Uint8Array(9), "odd"),
    ).rejects.toThrow(/^odd: ONNX Runtime on cpu failed: /);
  });
});

test("may be normalized across iterations: its file has nothing of their past", async () => {
  const across: ClassifierDefinition = {
    ...definition,
    body(context, x) {
      const { g } = context;
      const map = conv(context, "conv", x, { channels: 4, kernel: 3, padding: 1, bias: false });
      return mean(g, g.relu(crossIterationBatchNorm(context, "norm", map)), [2, 3]);
    },
  };
  const trained = await withRuntime((runtime) =>
    trainClassifier(across, {
      ...{ runtime, batchSize: 8, steps: 2, learningRate: () => 0.01, seed: 3 },
      next: () => images(1, 8),
    }),
  );
  expect(trained["norm/past/count"]?.data).toEqual(Float32Array.of(2));
  const kept = Object.entries(trained).filter(([name]) => !name.includes("/past/"));
  expect(exportClassifier(across, Object.fromEntries(kept))).toEqual(
    exportClassifier(across, trained),
  );
});
