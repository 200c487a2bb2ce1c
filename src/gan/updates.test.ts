/** What an iteration is made of: which step comes first, with which noise, batch and learning rate. */
import { describe, expect, test } from "vitest";
import {
  randomBatches,
  type SmallChanges,
  smallModel,
  withRuntime,
} from "../../test/support/gan/small.ts";
import { sgd } from "../nn/index.ts";
import { randomStream } from "../random.ts";
import type { FeedData, Runtime } from "../runtime/index.ts";
import type { Updates } from "./iteration.ts";
import { linearDecay } from "./schedules.ts";
import { createTrainer } from "./trainer.ts";

type Feeds = Readonly<Record<string, FeedData>>;

/** What each step of some iterations was fed, in order. */
function fed(changes: SmallChanges, updates: Updates, iterations = 1) {
  return withRuntime(async (runtime) => {
    const steps: { readonly program: string; readonly feeds: Feeds }[] = [];
    const listening: Runtime = {
      ...runtime,
      async compile(program) {
        const executable = await runtime.compile(program);
        return {
          ...executable,
          run(feeds = {}) {
            steps.push({ program: program.name, feeds });
            return executable.run(feeds);
          },
        };
      },
    };
    const model = smallModel(changes);
    const batches = randomBatches(model);
    const trainer = await createTrainer({
      runtime: listening,
      model,
      batches,
      seed: 3,
      ...updates,
    });
    for (let i = 0; i < iterations; i++) await trainer.step();
    return steps;
  });
}

const names = (steps: readonly { readonly program: string }[]) =>
  steps.map(({ program }) => program.split(" ")[0]);

describe("the order", () => {
  test("is the discriminator's steps, then the generator's", async () => {
    expect(names(await fed({}, { nDis: 2 }, 2))).toEqual([
      "discriminator",
      "discriminator",
      "generator",
      "discriminator",
      "discriminator",
      "generator",
    ]);
  });

  test("or the generator's step first", async () => {
    expect(names(await fed({}, { nDis: 2, order: "generator-first" }, 2))).toEqual([
      "generator",
      "discriminator",
      "discriminator",
      "generator",
      "discriminator",
      "discriminator",
    ]);
  });
});

describe("the generator's noise", () => {
  test("is drawn anew, as many vectors as its batch size", async () => {
    const [onD, onG] = await fed({ generator: { batchSize: 9 } }, { nDis: 1 });
    const stream = randomStream(3, "noise");
    expect(onD!.feeds.z).toEqual(stream.fillNormal(new Float32Array(6 * 5)));
    expect(onG!.feeds.z).toEqual(stream.fillNormal(new Float32Array(9 * 5)));
  });

  test("or is that of the last discriminator step, with its classes: both are one program", async () => {
    const model = { classes: 4 };
    const steps = await fed(model, { nDis: 2, generatorNoise: "last" });
    expect(steps.map(({ program }) => program)).toEqual([
      "discriminator step",
      "discriminator and generator step",
    ]);
    // fresh noise is drawn in the same order, so these are the same vectors
    const [first, second] = await fed(model, { nDis: 2 });
    for (const [i, { feeds }] of [first!, second!].entries()) {
      expect(steps[i]!.feeds.z).toEqual(feeds.z);
      expect(steps[i]!.feeds.fakeLabels).toEqual(feeds.fakeLabels);
    }
  });

  test.each([
    [{ generator: { batchSize: 12 } }, {}],
    [{}, { order: "generator-first" }],
  ] as const)("which must fit: %o %o", async (changes, updates) => {
    const given = { nDis: 1, generatorNoise: "last", ...updates } as const;
    await expect(fed(changes, given)).rejects.toThrow(/generatorNoise: last needs/);
  });
});

test("the learning rate follows its schedule: both networks' by generator steps", async () => {
  const changes = {
    generator: { optimizer: sgd(), schedule: linearDecay(1, 3), learningRate: 0.5 },
    discriminator: { optimizer: sgd(), schedule: linearDecay(0, 4), learningRate: 0.25 },
  };
  const steps = await fed(changes, { nDis: 2 }, 3);
  const rates = steps.map(({ feeds }) =>
    Object.entries(feeds).flatMap(([name, data]) => (name.endsWith("/rate") ? [...data] : [])),
  );
  expect(rates.flat()).toEqual(
    [0.25, 0.25, 0.5, 0.1875, 0.1875, 0.5, 0.125, 0.125, 0.25].map(Math.fround),
  );
});

test("classes: the batch's own for real images, uniform ones for generated images", async () => {
  const classes = 5;
  const steps = await fed({ classes }, { nDis: 1 }, 40);
  const drawn = steps.flatMap(({ feeds }) => [...(feeds.fakeLabels as Int32Array)]);
  const share = (label: number) => drawn.filter((x) => x === label).length / drawn.length;
  // 480 draws: the standard deviation of a share is 0.018
  for (let label = 0; label < classes; label++)
    expect(Math.abs(share(label) - 0.2)).toBeLessThan(0.08);
  const model = smallModel({ classes });
  const batches = randomBatches(model);
  for (const { feeds, program } of steps) {
    if (program === "discriminator step") expect(feeds.labels).toEqual(batches.next().labels);
  }
});

describe("linearDecay", () => {
  test("is 1 until it begins, 0 at the end and beyond", () => {
    const factor = linearDecay(400_000, 450_000);
    expect([0, 400_000, 425_000, 449_999, 450_000, 500_000].map(factor)).toEqual([
      1,
      1,
      0.5,
      1 / 50_000,
      0,
      0,
    ]);
  });
});
