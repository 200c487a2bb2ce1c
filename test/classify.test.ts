/** Classifiers on the command line. */
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { command, expectRefusal, start, until } from "./support/runs/command-line.ts";
import { sharedFolder, temporaryFolder } from "./support/temporary-folder.ts";

const network = ["--network", "cnn", "--channels", "4,8", "--layers", "1", "--threads", "1"];
const tiny = [...network, "--size", "8", "--count", "100", "--batch-size", "10"];
const cwd = sharedFolder();
const train = (...args: string[]) => command(cwd, "classify", "train", ...args);
const evaluate = (...args: string[]) =>
  command(cwd, "classify", "evaluate", ...args, "--threads", "1");

describe("the built-in set", () => {
  const text = { trained: "", report: "" };
  beforeAll(async () => {
    const { code, out } = await train("--steps", "20", ...tiny, "--out", "run");
    expect(code).toBe(0);
    text.trained = out;
    text.report = await readFile(join(cwd, "run", "report.html"), "utf8");
  }, 60_000);

  test("is trained on, and its held-out images are told by class", () => {
    expect(text.trained).toMatch(
      /^accuracy [\d.]+ %, loss [\d.]+ on 2000 held-out images\n\nclass/,
    );
    expect(text.trained).toMatch(/\n {2}network +cnn, 510 parameters\n/);
    expect(text.trained).toContain("next: evenkeel classify evaluate run");
    for (const line of text.trained.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  test("leaves a report with its curves and its confusion", () => {
    expect(text.report).toContain("held-out accuracy");
    expect(text.report.match(/<svg/g)).toHaveLength(3);
    expect(text.report).toContain("told as the class above");
  });

  test("the same command says the same again; another one is refused", async () => {
    expect((await train("--steps", "20", ...tiny, "--out", "run")).out).toBe(text.trained);
    const other = await train("--steps", "21", ...tiny, "--out", "run");
    expectRefusal(other);
    expect(other.err).toContain("got one with other settings.steps, steps");
  });

  test("evaluation says the same of the held-out images", async () => {
    const { out } = await evaluate("run");
    expect(text.trained.startsWith(out.trimEnd())).toBe(true);
    const { out: json } = await evaluate("run", "shapes", "--count", "50", "--json");
    expect(JSON.parse(json).measures.count).toBe(50);
  });
});

test("any method and option", async () => {
  const methods = ["--normalization", "cross-iteration-batch-norm", "--reparametrization", "sn"];
  const options = ["--set", "normalization.window=3", "--set", "schedule.name=steps"];
  const more = ["--optimizer", "adam", "--mixup", "0.4", "--smoothing", "0.1", "--flip"];
  const args = [...tiny, ...methods, ...options, ...more, "--steps", "4", "--json"];
  const { code, out } = await train(...args, "--out", "any");
  expect(code).toBe(0);
  expect(JSON.parse(out).experiment.settings).toMatchObject({
    normalization: { name: "cross-iteration-batch-norm", window: 3, compensation: "taylor" },
    reparametrization: { name: "sn" },
    optimizer: { name: "adam", learningRate: 0.001 },
    schedule: { name: "steps", at: [0.5, 0.75] },
    ...{ mixup: 0.4, smoothing: 0.1, flip: true },
  });
}, 60_000);

describe("one's own images", () => {
  beforeAll(async () => {
    for (const [name, background] of [
      ["red", "#ff0000"],
      ["blue", "#0000ff"],
    ] as const) {
      const folder = join(cwd, "photos", name);
      await mkdir(folder, { recursive: true });
      const image = { width: 8, height: 8, channels: 3, background } as const;
      for (let i = 0; i < 10; i++) {
        await sharp({ create: image })
          .png()
          .toFile(join(folder, `${i}.png`));
      }
    }
    await mkdir(join(cwd, "one"));
  });

  test("a tenth is held out, the others are learned", async () => {
    const args = [...network, "--size", "8", "--steps", "30", "--batch-size", "8", "--json"];
    const { code, out } = await train("photos", ...args);
    expect(code).toBe(0);
    const { experiment, heldOut } = JSON.parse(out);
    expect(experiment.data).toMatchObject({
      ...{ classes: ["blue", "red"], training: 18, heldOut: 2 },
    });
    expect(heldOut).toMatchObject({ count: 2, accuracy: 1 });
    expect(await readdir(join(cwd, "runs"))).toEqual(["0001-classify-folder"]);
    const { out: told } = await evaluate("runs/0001-classify-folder", "photos");
    expect(told).toContain("accuracy 100.0 %");
    expect(told).toContain("on 20 images");
  }, 60_000);

  test("without sub-folders there is nothing to tell", async () => {
    const refused = await train("photos/red", ...network, "--size", "8");
    expectRefusal(refused);
    expect(refused.err).toContain("must have images of at least 2 classes to tell, got 1");
    expect(refused.err).toContain("Put the images of each class into a sub-folder");
  });
});

test.each([
  [["--normalization", "batchnorm"], "did you mean batch-norm?"],
  [["--initializer", "fixup"], "in a network without residual branches"],
  [["--steps", "1e12"], "at a thousand steps a second"],
  [["--normalization", "group-norm", "--set", "normalization.grups=2"], "did you mean groups?"],
  [["--set", "steps"], "--set: must be path=value"],
  [["--set", "data.crp=8"], "data.crp: must be an option of a data set, did you mean crop?"],
  [["--channels", "0"], "network.channels"],
  [["--split", "test"], "unknown option"],
])("with %j it is refused, and no folder is made", async (args, text) => {
  const folder = await temporaryFolder();
  const { err, ...result } = await command(folder, "classify", "train", ...network, ...args);
  expectRefusal({ ...result, err: err.slice(err.indexOf("error: ")) });
  expect(err).toContain(text);
  expect(await readdir(folder)).toEqual([]);
});

test("Ctrl-C saves, and the same command goes on", async () => {
  const folder = await temporaryFolder();
  const args = ["classify", "train", ...tiny, "--steps", "100000", "--out", "run"];
  const { child, result, seen } = start(folder, ...args);
  await until(() => seen().includes("steps, loss"));
  const beside = await command(folder, ...args);
  expectRefusal(beside);
  expect(beside.err).toContain(`run: process ${child.pid} is writing to this folder`);
  child.kill("SIGINT");
  const { code, out, err } = await result;
  expect({ code, out }).toEqual({ code: 130, out: "next: the same command with --out run\n" });
  expect(err).toContain("stopped; what was trained is kept in run");
  expect((await readdir(join(folder, "run"))).toSorted()).toEqual([
    ...["attempts", "checkpoint.safetensors", "classifier.json", "metrics.jsonl"],
  ]);
  const again = start(folder, ...args);
  await until(() => again.seen().includes("goes on after"));
  again.child.kill("SIGTERM");
  expect((await again.result).code).toBe(143);
  const { out: partly } = await command(folder, "classify", "evaluate", "run", "--threads", "1");
  expect(partly).toMatch(/^accuracy /);
}, 60_000);
