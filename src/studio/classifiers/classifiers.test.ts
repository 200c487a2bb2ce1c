import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { sharedFolder } from "../../../test/support/temporary-folder.ts";
import { type ClassifierSettingsInput, trainRun, writeReport } from "../../classify/index.ts";
import { nodeEngine } from "../../runtime/node.ts";
import { type ClassifierLibrary, openClassifiers } from "./classifiers.ts";

const root = join(sharedFolder(), "runs");
let classifiers: ClassifierLibrary;

/** Trains a small classifier, and stops after a step. */
async function train(name: string, stopAfter?: number) {
  const stop = new AbortController();
  const settings: ClassifierSettingsInput = {
    network: { name: "cnn", channels: [4], layers: 1 },
    ...{ steps: 6, batchSize: 5 },
  };
  const request = { data: { name: "shapes", size: 8, count: 40 }, settings } as const;
  return trainRun(request, {
    engine: nodeEngine({ device: "cpu", threads: 1 }),
    out: join(root, name),
    signal: stop.signal,
    onProgress: ({ step }) => step === stopAfter && stop.abort(),
  });
}

let accuracy: number | undefined;
beforeAll(async () => {
  ({ accuracy } = (await train("whole")).result!.heldOut);
  await writeReport(join(root, "whole"));
  await train("stopped", 3);
  await mkdir(join(root, "broken"));
  await writeFile(join(root, "broken", "classifier.json"), "{");
  classifiers = openClassifiers([{ name: "runs", folder: root }]);
});

test("what they are and how far they are; a damaged one says so", async () => {
  const all = (await classifiers.list()).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  expect(all).toMatchObject([
    { id: "runs/broken", status: "damaged", reason: expect.stringContaining("damaged") },
    { id: "runs/stopped", status: "interrupted", step: 3, steps: 6, hasReport: false },
    {
      ...{ id: "runs/whole", status: "done", step: 6, steps: 6, accuracy, hasReport: true },
      about: { data: "shapes", network: "cnn", normalization: "batch-norm", seed: 0 },
    },
  ]);
});

test("their curves and reports, and nothing of what is none", async () => {
  const curves = await classifiers.curves("runs/whole");
  expect(curves?.x).toEqual([1, 2, 3, 4, 5, 6]);
  expect(curves?.curves.loss?.y.every((value) => value !== null && value > 0)).toBe(true);
  const report = await classifiers.report("runs/whole");
  expect(Buffer.from(report!).toString()).toContain("held-out accuracy");
  expect(await classifiers.report("runs/stopped")).toBeUndefined();
  expect(await classifiers.curves("runs/../whole")).toBeUndefined();
});
