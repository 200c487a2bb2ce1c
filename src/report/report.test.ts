import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { smallAnalysis } from "../../test/support/small-analysis.ts";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { loadConfig, stringifyConfig } from "../config/load.ts";
import { appendEvaluations, type EvaluationRecord } from "../evaluation/results/index.ts";
import { protocols } from "../metrics/protocols/index.ts";
import { createExperiment } from "../runs/experiments/experiment.ts";
import { runFiles } from "../runs/folder/index.ts";
import { createRunFolder } from "../runs/folder/run-folder.ts";
import { createSweep } from "../sweeps/folder/folder.ts";
import { parseSweep } from "../sweeps/plan/describe.ts";
import { expandSweep } from "../sweeps/plan/expand.ts";
import { writeReport } from "./report.ts";

const config = await loadConfig("quickstart", ["name=trial", "steps=3"]);

/** A run with records of three steps, one of them not finite, and samples of two. */
async function makeRun(out: string, seed: number, set: readonly string[] = []): Promise<void> {
  const text = stringifyConfig(await loadConfig("quickstart", ["name=trial", "steps=3", ...set]));
  const run = await createRunFolder({ name: "trial", config: text, device: "cpu", seed, out });
  const records = [1, 2, 3].map((gStep) => ({
    gStep,
    time: gStep / 3,
    "loss/d": gStep / 7 + seed,
    "sigma/conv1": gStep === 2 ? "NaN" : 1e-9 * gStep,
  }));
  await writeFile(run.files.metrics, records.map((one) => `${JSON.stringify(one)}\n`).join(""));
  const create = { width: 900, height: 4, channels: 3, background: "red" } as const;
  for (const step of ["000000", "000003"]) {
    await sharp({ create })
      .png()
      .toFile(join(run.files.samples, `${step}.png`));
  }
}

/** Adds what a run on images of one's own has: real images, results on held-out ones and their pictures. */
async function makeHeldOut(run: string): Promise<void> {
  const { reals, pictures, evaluations } = runFiles(run);
  const create = { width: 90, height: 4, channels: 3, background: "blue" } as const;
  await mkdir(pictures);
  const files = [2, 3].map((step) => join(pictures, `memorization-00000${step}.png`));
  for (const file of [reals, ...files]) await sharp({ create }).png().toFile(file);
  const record: EvaluationRecord = {
    ...{ gStep: 3, dStep: 3, images: 96, metric: "covered", value: 47, spread: null },
    details: { of: 100, k: 5, training: 1900, expected: 96.9 },
    ...{ warnings: [], protocol: protocols.quick, protocolHash: "0", extractor: null },
    counts: { real: 100, fake: 1900 },
    subject: { kind: "run", path: run, shape: [3, 32, 32], batchNorm: null, weights: null },
    ...{ reference: null, seed: 0, versions: { evenkeel: "0", engine: "none" } },
    ...{ measuredAt: "2026-01-01T00:00:00Z", seconds: 1 },
  };
  await appendEvaluations(evaluations, [record]);
}

/** The numbers of a chart, as the page offers them. */
function csvOf(html: string, name: string): string[] {
  const address = new RegExp(`href="data:text/csv;charset=utf-8,([^"]*)" download="${name}.csv"`);
  return decodeURIComponent(address.exec(html)?.[1] ?? "").split("\r\n");
}

async function reportOn(...paths: string[]): Promise<string> {
  const out = join(await temporaryFolder(), "page.html");
  await writeReport(paths, { out });
  return readFile(out, "utf8");
}

test("of one run has its records, to the last digit, and its samples", async () => {
  const run = join(await temporaryFolder(), "mine");
  await makeRun(run, 4);
  const html = await reportOn(run);
  expect(csvOf(html, "loss")).toEqual([
    "gStep,loss/d",
    `1,${1 / 7 + 4}`,
    `2,${2 / 7 + 4}`,
    `3,${3 / 7 + 4}`,
    "",
  ]);
  expect(csvOf(html, "sigma")).toEqual([
    "gStep,sigma/conv1",
    "1,1e-9",
    "2,NaN",
    `3,${3 * 1e-9}`,
    "",
  ]);
  expect(html).toContain('alt="mine, step 3"');
  expect(html.match(/<img/g)).toHaveLength(2);
});

test("shows transparent places of large samples as white ones", async () => {
  const run = join(await temporaryFolder(), "mine");
  await makeRun(run, 4);
  const create = { width: 900, height: 4, channels: 4, background: "#ff000000" } as const;
  await sharp({ create })
    .png()
    .toFile(join(runFiles(run).samples, "000003.png"));
  const html = await reportOn(run);
  const [, jpeg = ""] = /src="data:image\/jpeg;base64,([^"]*)" alt="mine, step 3"/.exec(html) ?? [];
  const { channels } = await sharp(Buffer.from(jpeg, "base64")).stats();
  expect(channels.map(({ min }) => min)).toEqual([255, 255, 255]);
});

test("of one run shows real images beside the samples, pictures of metrics, and results in words", async () => {
  const run = join(await temporaryFolder(), "mine");
  await makeRun(run, 4);
  await makeHeldOut(run);
  const html = await reportOn(run);
  expect(html).toMatch(
    /<div class="pair"><figure class="frames">.*?<\/figure><figure class="image"><img [^>]*alt="mine, real images"/s,
  );
  expect(html).toContain("<figcaption>Step 3. Each row: a generated image");
  expect(html).not.toContain("<figcaption>Step 2.");
  expect(html).toContain(
    "<p>47 of 100 held-out images have a generated one near them; as many new real images would cover about 97.</p>",
  );
  const other = join(await temporaryFolder(), "other");
  await makeRun(other, 5);
  // what is said of one run alone would not say of which
  expect(await reportOn(run, other)).not.toContain("47 of 100");
});

test("of an experiment has means and bands over its seeds", async () => {
  const experiment = await createExperiment(config, 3, join(await temporaryFolder(), "mine"));
  for (const seed of [0, 1]) await makeRun(experiment.folderOf(seed), seed);
  const html = await reportOn(experiment.path);
  const rows = csvOf(html, "loss").map((line) => line.split(","));
  expect(rows[0]).toEqual(["gStep", "loss/d", "loss/d least", "loss/d greatest"]);
  expect(rows[1]?.map(Number)).toEqual([1, expect.closeTo(1 / 7 + 0.5, 12), 1 / 7, 1 / 7 + 1]);
  expect(html).toContain("1 of 3 runs have not begun and are left out.");
});

test("tells a verdict and why a run failed", async () => {
  const folder = await temporaryFolder();
  const run = join(folder, "mine");
  await makeRun(run, 4);
  const file = join(run, "run.json");
  const info = JSON.parse(await readFile(file, "utf8"));
  const verdict = { state: "gradients-exploding", evidence: "The norm is 1e9.", since: 2 };
  const failed = { ...info, status: "failed", exitReason: "a loss was no longer finite", verdict };
  await writeFile(file, JSON.stringify(failed));
  const html = await reportOn(run);
  expect(html).toContain('<p class="bad">gradients exploding, since step 2. The norm is 1e9.</p>');
  expect(html).toContain('<p class="bad">failed: a loss was no longer finite.</p>');
});

test("of several runs lays them over each other and tells in what they differ", async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "b"));
  const runs = [join(folder, "a", "run"), join(folder, "b", "run")] as const;
  await mkdir(join(folder, "a"));
  await makeRun(runs[0], 0);
  await makeRun(runs[1], 1, ["discriminator.reparametrization.name=bssn"]);
  const html = await reportOn(...runs);
  expect(csvOf(html, "loss-d")[0]).toBe("gStep,run (1),run (2)");
  expect([...html.matchAll(/<h2>(\w+)/g)].map(([, title]) => title)).toEqual([
    "Health",
    "Samples",
    "Differences",
    "Curves",
    "Runs",
    "Config",
  ]);
  expect(html).toMatch(/<summary>σ of each layer: 1 chart<\/summary>/);
  const rows = [
    ...html.matchAll(/<th scope="row">([^<]*)<\/th><td>([^<]*)<\/td><td>([^<]*)<\/td><\/tr>/g),
  ];
  expect(rows.map(([, ...cells]) => cells)).toContainEqual([
    "discriminator.reparametrization.name",
    "&quot;sn&quot;",
    "&quot;bssn&quot;",
  ]);
});

test("of a sweep draws the ends of its runs over its numbers, and what has no number beside them", async () => {
  const text = `
base: quickstart
set: { steps: 3 }
axes:
  - { key: discriminator.reparametrization.name, values: [sn, bssn] }
  - key: discriminator.reparametrization.scale
    values: [0.5, 1, 2]
    where: { discriminator.reparametrization.name: [bssn] }
seeds: 2
`;
  const expanded = await expandSweep(parseSweep("grid.yaml", text));
  const out = join(await temporaryFolder(), "sweep");
  const sweep = await createSweep({ expanded, text, set: [], budgetHours: null, out });
  for (const run of sweep.runs) {
    const folder = await createRunFolder({
      ...{ name: "trial", config: "name: trial\n", device: "cpu", seed: run.seed },
      out: sweep.fileOf(run, "folder"),
    });
    const scale = Number(run.point["discriminator.reparametrization.scale"] ?? 7);
    const record = { gStep: 3, "modes/covered": scale + run.seed };
    await writeFile(folder.files.metrics, `${JSON.stringify(record)}\n`);
    await folder.update({ status: "done", counters: { gStep: 3, dStep: 3, images: 24 } });
  }
  const html = await reportOn(out);
  expect(csvOf(html, "modes-covered-at-the-end")).toEqual([
    "scale,sn,sn least,sn greatest,bssn,bssn least,bssn greatest",
    "0.5,7.5,7,8,1,0.5,1.5",
    "1,,,,1.5,1,2",
    "2,7.5,7,8,2.5,2,3",
    "",
  ]);
  expect(html).toContain("<td>2.5 ± 0.71</td>");
});

test("with an analysis has the singular values, and every chart as files if asked", async () => {
  const analysis = await smallAnalysis();
  const folder = await temporaryFolder();
  const run = join(folder, "mine");
  await makeRun(run, 4);
  const counters = { gStep: 3, dStep: 3, images: 24 };
  const [out, files] = [join(folder, "page.html"), join(folder, "files")];
  await writeReport([run], {
    ...{ out, files },
    analyze: async (path) => ({
      path,
      counters,
      seed: 0,
      analysis,
      notes: [],
      verdict: null,
      instrumentSeconds: null,
    }),
  });
  const html = await readFile(out, "utf8");
  const [head, ...rows] = csvOf(html, "singular-values-of-each-layer").map((row) => row.split(","));
  for (const { layer, spectrum } of analysis.layers) {
    const column = head?.indexOf(layer) ?? 0;
    const values = rows.flatMap((row) => (row[column] ? [Number(row[column])] : []));
    expect(values).toEqual(spectrum);
  }
  expect(await readdir(files)).toEqual(
    ["loss", "sigma", "singular-values-of-each-layer"].flatMap((name) => [
      `${name}.csv`,
      `${name}.svg`,
    ]),
  );
  const loss = await readFile(join(files, "loss.csv"), "utf8");
  expect(loss.split("\r\n")).toEqual(csvOf(html, "loss"));
  expect((await sharp(join(files, "loss.svg")).metadata()).format).toBe("svg");
});

test("of what is no run, or has none, is refused", async () => {
  const folder = await temporaryFolder();
  await expect(reportOn(folder)).rejects.toThrow(/no run has started here/);
  const experiment = await createExperiment(config, 1, join(folder, "mine"));
  await expect(reportOn(experiment.path)).rejects.toThrow(
    /^report: a run must have begun, got none/,
  );
});
