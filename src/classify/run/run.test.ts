/** Trainings in folders: gone on with byte for byte, measured, and refused. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { failure } from "../../../test/support/failure.ts";
import { sharedFolder, temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { ATTEMPTS } from "../../runs/folder/index.ts";
import { nodeEngine } from "../../runtime/node.ts";
import type { ClassifierSettingsInput } from "../settings/index.ts";
import { readCheckpoint } from "./folder.ts";
import { classifierFiles, evaluateRun, namedSet, readCourse, trainRun } from "./index.ts";

const engine = nodeEngine({ device: "cpu", threads: 1 });
const data = { name: "shapes", size: 8, count: 40 } as const;
/** All that has a state: statistics of the past, vectors, velocities, flips, mixup. */
const settings: ClassifierSettingsInput = {
  network: { name: "cnn", channels: [4], layers: 1 },
  normalization: { name: "cross-iteration-batch-norm", window: 3 },
  reparametrization: { name: "ssn", scale: 2 },
  ...{ batchSize: 6, steps: 12, evaluateEvery: 5, flip: true, mixup: 0.5, seed: 3 },
};
const request = { data, settings };
const root = sharedFolder();
const whole = join(root, "whole");

/** Trains, and stops after a step. */
function train(out: string, stopAfter?: number) {
  const stop = new AbortController();
  return trainRun(request, {
    ...{ engine, out, signal: stop.signal },
    onProgress({ step }) {
      if (step === stopAfter) stop.abort();
    },
  });
}

beforeAll(async () => void (await train(whole)));

test.each([[[1]], [[5]], [[11]], [[2, 3, 4]]])(
  "interrupted after steps %j, it ends with the same bytes",
  async (stops) => {
    const out = join(await temporaryFolder(), "run");
    for (const step of stops) {
      expect((await train(out, step)).result).toBeUndefined();
      expect((await readCheckpoint(out))?.step).toBe(step);
    }
    expect((await train(out)).result).toBeDefined();
    const names = (await readdir(whole)).filter((name) => name !== ATTEMPTS);
    expect(names.toSorted()).toEqual([
      ...["checkpoint.safetensors", "classifier.json", "metrics.jsonl", "result.json"],
    ]);
    for (const name of names) {
      expect(await readFile(join(out, name)), name).toEqual(await readFile(join(whole, name)));
    }
  },
);

test("a record of each step, and of the looks at held-out images", async () => {
  const course = await readCourse(whole);
  const steps = course.filter(({ loss }) => loss !== undefined).map(({ step }) => step);
  expect(steps).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  const looks = course.filter((record) => "heldOut/accuracy" in record);
  expect(looks.map(({ step }) => step)).toEqual([5, 10]);
});

test("what is trained is not trained again", async () => {
  const { result } = await trainRun(request, {
    ...{ engine, out: whole },
    onProgress: () => expect.unreachable("it trains"),
  });
  const text = await readFile(classifierFiles(whole).result, "utf8");
  expect(result).toEqual(JSON.parse(text));
});

describe("evaluation", () => {
  test("of the held-out images gives the result's measures", async () => {
    const { result } = await train(whole);
    const answer = await evaluateRun(whole, { engine });
    expect(answer?.measures).toEqual(result?.heldOut);
    expect(answer).toMatchObject({ step: 12, steps: 12, data: { name: "shapes", part: "test" } });
  });

  test("of other images, in the classifier's size", async () => {
    const other = { name: "shapes", count: 30, seed: 5 } as const;
    const answer = await evaluateRun(whole, { engine, data: other });
    expect(answer?.measures.count).toBe(30);
    const own = await evaluateRun(whole, { engine, data: { split: "train", count: 20 } });
    expect(own?.measures.count).toBe(20);
  });

  test("of images with other classes is refused", async () => {
    const changed = join(root, "renamed");
    await train(changed);
    const { classifier } = classifierFiles(changed);
    const text = await readFile(classifier, "utf8");
    await writeFile(classifier, text.replace('"disc"', '"disk"'));
    expect(await failure(evaluateRun(changed, { engine }), root)).toContain(
      "DATA: built-in: must have classes out of the classifier's, disk, ring",
    );
  });
});

describe("refused", () => {
  const refused = async (
    changes: { data?: object; settings?: object },
    out = join(root, "refused"),
  ) =>
    failure(
      trainRun(
        {
          data: { ...data, ...changes.data } as never,
          settings: { ...settings, ...changes.settings } as never,
        },
        { engine, out },
      ),
      root,
    );

  test("the folder of another classifier", async () => {
    expect(await refused({ settings: { seed: 4 }, data: { count: 30 } }, whole)).toBe(
      "RUN_FOLDER: ROOT/whole: must be new, or of the same classifier, got one with other settings.seed, data.options.count, data.training\nName another folder with --out.",
    );
  });

  test("points, and another part than train", async () => {
    expect(await refused({ data: { name: "moons", size: undefined } })).toContain(
      "CONFIG: data.name: must be a set of images, which convolutions are made for, got moons",
    );
    expect(await refused({ data: { split: "all" } })).toContain(
      "CONFIG: data.split: must be train",
    );
  });

  test("a loss that is not finite, with what may help", async () => {
    const wild = {
      optimizer: { name: "sgd", learningRate: 1e30 },
      normalization: { name: "none" },
    };
    const text = await refused({ settings: { ...wild, reparametrization: { name: "none" } } });
    expect(text).toMatch(/^CONFIG: training, step \d+: the loss must be finite, got /);
    expect(text).toContain("Take a smaller learning rate than 9.83e+29");
  });

  test("a damaged checkpoint, and a folder without a classifier", async () => {
    const out = join(root, "damaged");
    await train(out, 3);
    const { checkpoint } = classifierFiles(out);
    const bytes = await readFile(checkpoint);
    await writeFile(checkpoint, bytes.subarray(0, -1));
    expect(await failure(train(out), root)).toContain("DATA: ROOT/damaged/checkpoint.safetensors");
    expect(await failure(evaluateRun(root, { engine }), root)).toContain(
      "RUN_FOLDER: ROOT: must be the folder of a classifier",
    );
  });

  test("a set that is not there", async () => {
    expect(await failure(namedSet("nowhere"), root)).toContain(
      "or a folder or an archive of images, got nowhere",
    );
  });
});
