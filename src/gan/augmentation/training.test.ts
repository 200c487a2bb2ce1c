/** Augmentation in the trainer: its columns, its state, and where it does not fit. */
import { describe, expect, test } from "vitest";
import {
  randomBatches,
  type SmallChanges,
  smallModel,
  withRuntime,
} from "../../../test/support/gan/small.ts";
import { losses } from "../losses/registry.ts";
import { createTrainer, type Snapshot } from "../trainer.ts";
import { ada } from "./ada.ts";
import { diffaugment } from "./diffaugment.ts";

const always = { target: -0.99, interval: 2, speed: 120 } as const;

/** The measures of iterations, and the snapshot after them. */
async function trained(changes: SmallChanges, iterations: number, from?: Snapshot) {
  return withRuntime(async (runtime) => {
    const model = smallModel(changes);
    const batches = randomBatches(model);
    const trainer = await createTrainer({ runtime, model, batches, seed: 3, nDis: 1, from });
    const measures = [];
    for (let i = 0; i < iterations; i++) measures.push(await trainer.step());
    return { measures, snapshot: await trainer.snapshot() };
  });
}

test("p and the overfitting measure are among the measures, which begins after an interval", async () => {
  const { measures, snapshot } = await trained({ augmentation: ada(always) }, 5);
  // batches of 6: 12 images an interval are a tenth of 120
  expect(measures.map((m) => m["augmentation/p"])).toBeAllclose([0, 0.1, 0.1, 0.2, 0.2], {
    absolute: 1e-12,
  });
  const rs = measures.map((m) => m["augmentation/r"]);
  expect(rs[0]).toBeUndefined();
  expect(rs[2]).toBe(rs[1]);
  for (const r of rs.slice(1)) expect(Math.abs(r!)).toBeLessThanOrEqual(1);
  expect(Object.keys(measures[4]!).filter((name) => name.startsWith("augmentation/"))).toEqual([
    "augmentation/p",
    "augmentation/r",
  ]);
  expect(snapshot.augmentation!.steering).toMatchObject({ steps: 1, r: rs[4] });
});

test("without steering there are no columns; without an augmentation no state either", async () => {
  const named = ({ measures }: Awaited<ReturnType<typeof trained>>) =>
    Object.keys(measures[0]!).filter((name) => name.startsWith("augmentation/"));
  const fixed = await trained({ augmentation: diffaugment() }, 1);
  expect(named(fixed)).toEqual([]);
  expect(fixed.snapshot.augmentation!.steering).toBeUndefined();
  const none = await trained({}, 1);
  expect(named(none)).toEqual([]);
  expect(none.snapshot).not.toHaveProperty("augmentation");
});

test("going back goes back with it", async () => {
  await withRuntime(async (runtime) => {
    const model = smallModel({ augmentation: ada(always) });
    const batches = () => randomBatches(model);
    const trainer = await createTrainer({ runtime, model, batches: batches(), seed: 3, nDis: 1 });
    const start = await trainer.snapshot();
    const steps = async () => [await trainer.step(), await trainer.step(), await trainer.step()];
    const first = await steps();
    trainer.restore(start, batches());
    expect(await steps()).toEqual(first);
  });
});

test("a snapshot that was made without it starts it from the seed", async () => {
  const { snapshot } = await trained({}, 1);
  const { measures } = await trained({ augmentation: ada(always) }, 2, snapshot);
  expect(measures.map((m) => m["augmentation/p"])).toEqual([0, 0.1]);
});

describe("is refused", () => {
  test("for points", () => {
    expect(() => smallModel({ augmentation: diffaugment(), imageShape: [2, 1, 1] })).toThrow(
      "augmentation: must be none for points",
    );
  });

  test("for a loss whose outputs have no middle, where it is steered by them", () => {
    const { wasserstein } = losses;
    expect(() => smallModel({ augmentation: ada(), loss: wasserstein })).toThrow(
      /^augmentation: an adaptive one needs a loss/,
    );
    expect(() => smallModel({ augmentation: diffaugment(), loss: wasserstein })).not.toThrow();
  });
});
