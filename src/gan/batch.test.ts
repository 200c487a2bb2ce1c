/** A batch that a GAN cannot take is an error to the compiler, and else when it comes. */
import { expect, test } from "vitest";
import { smallModel, withRuntime } from "../../test/support/gan/small.ts";
import type { ImageType } from "../images/index.ts";
import type { Runtime } from "../runtime/index.ts";
import type { Batch } from "./batch.ts";
import { createModel, type GanModel } from "./model.ts";
import { createTrainer } from "./trainer.ts";

const { definition } = smallModel();
const ofPixels = createModel({ ...definition, imageType: "uint8", classes: undefined });
const ofNumbers = createModel({ ...definition, imageType: "float32", classes: undefined });
const conditional = createModel({ ...definition, imageType: "uint8", classes: 3 });

const values = definition.batchSize * definition.imageShape.reduce((a, b) => a * b);
const [pixels, numbers] = [new Uint8Array(values), new Float32Array(values)];
const labels = new Int32Array(definition.batchSize);

/** Trains one step on a batch. */
async function step<Type extends ImageType, Classes extends number | undefined>(
  runtime: Runtime,
  model: GanModel<Type, Classes>,
  batch: Batch<Type, Classes>,
): Promise<unknown> {
  const batches = { next: () => batch };
  const trainer = await createTrainer({ runtime, model, batches, seed: 1, nDis: 1 });
  return trainer.step();
}

test("labels are needed where there are classes alone, and images of the definition's type", () =>
  withRuntime(async (runtime) => {
    await step(runtime, ofPixels, { images: pixels });
    await step(runtime, ofNumbers, { images: numbers });
    await step(runtime, conditional, { images: pixels, labels });
    // @ts-expect-error a conditional GAN is told the classes
    await expect(step(runtime, conditional, { images: pixels })).rejects.toThrow();
    // @ts-expect-error these networks take pixels
    await expect(step(runtime, ofPixels, { images: numbers })).rejects.toThrow();
    // @ts-expect-error these networks take numbers
    await expect(step(runtime, ofNumbers, { images: pixels })).rejects.toThrow();
  }));

test("a GAN that only a config describes takes labels and images of either type", () => {
  const batch: Batch = { images: pixels, labels };
  const other: Batch = { images: numbers, labels };
  // @ts-expect-error it may be conditional
  const unlabelled: Batch = { images: pixels };
  expect([batch, other, unlabelled]).toHaveLength(3);
});
