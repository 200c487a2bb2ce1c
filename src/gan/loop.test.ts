/** The training loop's events, with the small GAN on the CPU. */
import { describe, expect, test } from "vitest";
import {
  randomBatches,
  type SmallChanges,
  smallModel,
  withRuntime,
} from "../../test/support/gan/small.ts";
import { gaussian } from "../../test/support/nn/matrices.ts";
import { type TrainingEvent, type TrainOptions, train } from "./loop.ts";
import { createTrainer, type Snapshot } from "./trainer.ts";

const sampleNoise = gaussian(10, "samples");
const never = { logEvery: 0, sampleEvery: 0, checkpointEvery: 0, sampleNoise };

/** All events of a run of the small GAN. */
function events(
  options: Partial<TrainOptions>,
  changes: SmallChanges = {},
  from?: Snapshot,
): Promise<TrainingEvent[]> {
  return withRuntime(async (runtime) => {
    const model = smallModel(changes);
    const trainer = await createTrainer({
      runtime,
      model,
      batches: randomBatches(model),
      seed: 1,
      nDis: 1,
      ...(from && { from }),
    });
    const found: TrainingEvent[] = [];
    for await (const event of train(trainer, { ...never, steps: 0, ...options })) {
      expect(event.counters).toEqual(trainer.counters());
      found.push(event);
    }
    return found;
  });
}

/** `type` and generator step, and the reason of an end. */
const brief = (all: readonly TrainingEvent[]) =>
  all.map((event) =>
    [event.type, event.counters.gStep, ...(event.type === "end" ? [event.reason] : [])].join(" "),
  );

const ofType = <T extends TrainingEvent["type"]>(all: readonly TrainingEvent[], type: T) =>
  all.filter((event): event is Extract<TrainingEvent, { type: T }> => event.type === type);

describe("the order of events", () => {
  test("of a whole run", async () => {
    const all = await events({ steps: 5, logEvery: 2, sampleEvery: 2, checkpointEvery: 2 });
    const expected = [
      "sample 0, step 1, log 1",
      "step 2, log 2, sample 2, checkpoint 2",
      "step 3, step 4, log 4, sample 4, checkpoint 4",
      "step 5, log 5, sample 5, checkpoint 5, end 5 done",
    ];
    expect(brief(all).join(", ")).toBe(expected.join(", "));
  });

  test("with 0 for never: the first and the last are still told", async () => {
    const all = await events({ steps: 2 });
    expect(brief(all).join(", ")).toBe(
      "sample 0, step 1, log 1, step 2, log 2, sample 2, checkpoint 2, end 2 done",
    );
  });

  test("when the end is also a multiple: one checkpoint, one sample", async () => {
    const all = await events({ steps: 2, logEvery: 1, sampleEvery: 1, checkpointEvery: 1 });
    const expected = [
      "sample 0, step 1, log 1, sample 1, checkpoint 1",
      "step 2, log 2, sample 2, checkpoint 2, end 2 done",
    ];
    expect(brief(all).join(", ")).toBe(expected.join(", "));
  });

  test("without steps", async () => {
    expect(brief(await events({ steps: 0 }))).toEqual(["sample 0", "checkpoint 0", "end 0 done"]);
  });
});

test("a step and its log hold the same finite measures", async () => {
  const all = await events({ steps: 2, logEvery: 1 });
  const logs = ofType(all, "log");
  expect(logs.map(({ measures }) => measures)).toEqual(
    ofType(all, "step").map(({ measures }) => measures),
  );
  expect(Object.keys(logs[0]!.measures)).toEqual(
    expect.arrayContaining(["loss/d", "loss/g", "sigma/conv1", "gradNorm/conv1"]),
  );
  expect(Object.values(logs[0]!.measures).every(Number.isFinite)).toBe(true);
});

test("samples are images in [-1, 1] for the noise that was given, and change as training does", async () => {
  const samples = ofType(await events({ steps: 2, sampleEvery: 1 }), "sample");
  for (const { images } of samples) {
    expect(images).toHaveLength(2 * 32);
    expect(images.every((x) => x >= -1 && x <= 1)).toBe(true);
  }
  expect(samples[1]!.images).not.toEqual(samples[0]!.images);
  expect(samples[2]!.images).not.toEqual(samples[1]!.images);
});

test("a run that goes on draws no first sample, and ends where the whole one does", async () => {
  const whole = ofType(await events({ steps: 2 }), "checkpoint").at(-1)!;
  const [half] = ofType(await events({ steps: 1 }), "checkpoint");
  const rest = await withRuntime(async (runtime) => {
    const model = smallModel();
    const batches = randomBatches(model);
    batches.skip(1);
    const from = half!.snapshot;
    const trainer = await createTrainer({ runtime, model, batches, seed: 1, nDis: 1, from });
    const found: TrainingEvent[] = [];
    for await (const event of train(trainer, { ...never, steps: 2 })) found.push(event);
    return found;
  });
  expect(brief(rest)).toEqual(["step 2", "log 2", "sample 2", "checkpoint 2", "end 2 done"]);
  expect(ofType(rest, "checkpoint")[0]!.snapshot).toEqual(whole.snapshot);
});

test("a run that has already ended ends again", async () => {
  const [checkpoint] = ofType(await events({ steps: 1 }), "checkpoint");
  const again = await events({ steps: 1 }, {}, checkpoint!.snapshot);
  expect(brief(again)).toEqual(["checkpoint 1", "end 1 done"]);
});

describe("stopping", () => {
  test("between two steps, with a checkpoint", async () => {
    let asked = 0;
    const all = await events({ steps: 9, shouldStop: () => ++asked > 2 });
    expect(brief(all)).toEqual([
      "sample 0",
      "step 1",
      "log 1",
      "step 2",
      "checkpoint 2",
      "end 2 stopped",
    ]);
  });

  test("before the first step", async () => {
    const all = await events({ steps: 9, shouldStop: () => true });
    expect(brief(all)).toEqual(["sample 0", "checkpoint 0", "end 0 stopped"]);
  });

  test("a request that comes with the last step is too late: the run is done", async () => {
    let asked = 0;
    const all = await events({ steps: 1, shouldStop: () => ++asked > 1 });
    expect(brief(all).at(-1)).toBe("end 1 done");
  });
});

describe("numbers that are not finite end a run, and no checkpoint holds them", () => {
  const everyStep = { steps: 5, checkpointEvery: 1, sampleEvery: 1 };
  const rate = (learningRate: number) => ({ learningRate });

  test("in the discriminator: the generator's loss shows it in the same step", async () => {
    const all = await events(everyStep, { discriminator: rate(Number.POSITIVE_INFINITY) });
    expect(brief(all)).toEqual(["sample 0", "step 1", "log 1", "end 1 not-finite"]);
    const [{ measures }] = ofType(all, "log") as [Extract<TrainingEvent, { type: "log" }>];
    expect(measures["loss/d"]).toBeGreaterThan(0);
    expect(measures["loss/g"]).toBeNaN();
  });

  test.each([
    ["a generator step that is not the last", 5],
    ["the last generator step", 1],
  ])("in the generator, after %s", async (_name, steps) => {
    const all = await events(
      { ...everyStep, steps },
      { generator: rate(Number.POSITIVE_INFINITY) },
    );
    expect(brief(all).at(-1)).toMatch(/^end \d not-finite$/);
    for (const { snapshot } of ofType(all, "checkpoint")) {
      for (const [name, { data }] of Object.entries(snapshot.tensors)) {
        expect(data.every(Number.isFinite), name).toBe(true);
      }
    }
  });

  test("after sound checkpoints", async () => {
    const [checkpoint] = ofType(await events({ steps: 1 }), "checkpoint");
    const all = await events(
      { ...everyStep, steps: 9 },
      { discriminator: rate(1e30) },
      checkpoint!.snapshot,
    );
    expect(brief(all).at(-1)).toMatch(/not-finite$/);
    for (const { snapshot } of ofType(all, "checkpoint")) {
      for (const [name, { data }] of Object.entries(snapshot.tensors)) {
        expect(data.every(Number.isFinite), name).toBe(true);
      }
    }
  });
});
