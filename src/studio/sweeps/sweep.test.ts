/** What the studio says of sweeps, of folders that no process has trained. */
import { mkdir, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { leaveRun } from "../../../test/support/runs/left-run.ts";
import { leaveRunWithSamples, leaveSweep } from "../../../test/support/runs/left-sweep.ts";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { type Sweep, writeMark } from "../../sweeps/folder/index.ts";
import { type Library, openLibrary } from "../library/index.ts";
import { createApp } from "../server/app.ts";
import { createParts } from "../server/parts.ts";
import { axesOf } from "./axes.ts";
import { measuresOf } from "./measures.ts";

const RATE = "discriminator.optimizer.learningRate";
const site = "http://127.0.0.1:4270";
let library: Library | undefined;
afterEach(() => library?.close());

/** Opens the studio on `runs`, of which the sweep is a folder; returns what its server answers. */
async function studioOn(sweep: Sweep) {
  const root = join(sweep.path, "..");
  library = await openLibrary([root]);
  const pages = { document: "", assets: new Map() };
  const app = createApp(createParts(library, pages, ""));
  return async (path: string) => {
    const answer = await app.request(site + path, { headers: { host: "127.0.0.1:4270" } });
    // biome-ignore lint/suspicious/noExplicitAny: an answer is looked into at will
    return { status: answer.status, answer: (await answer.json()) as any };
  };
}

const sweepOf = async (text: string) =>
  leaveSweep(join(await temporaryFolder(), "runs", "grid"), text);

const ASK = `/api/sweep?id=${encodeURIComponent("runs/grid")}`;

describe("a sweep", () => {
  test("has the state of each run, its values, and bands over seeds; nothing is written", async () => {
    const sweep = await sweepOf(`axes: [{ key: ${RATE}, values: [0.1, 0.2] }]\nseeds: 3`);
    const at = (rate: number, seed: number) =>
      sweep.runs.find((run) => run.seed === seed && run.point[RATE] === rate)!;
    for (const [seed, loss] of [6, 1, 2].entries()) {
      const records = [{ gStep: 2, "loss/d": loss, "sigma/1": 1 }];
      await leaveRunWithSamples(sweep, at(0.1, seed), records, [2]);
    }
    await leaveRun(sweep, at(0.2, 0), [{ gStep: 1, "loss/d": 9 }], { status: "running" });
    await leaveRun(sweep, at(0.2, 1), [], { status: "failed", exitReason: "not finite" });
    await writeMark(sweep, at(0.2, 2), { state: "cancelled", reason: "by the user" });
    const before = await readdir(sweep.path);
    const ask = await studioOn(sweep);
    expect((await ask("/api/sweeps")).answer).toEqual(["runs/grid"]);
    const { answer } = await ask(ASK);
    expect(answer).toMatchObject({
      folder: sweep.path,
      counts: [
        { state: "done", count: 3 },
        { state: "interrupted", count: 1 },
        { state: "cancelled", count: 1 },
        { state: "failed", count: 1 },
      ],
      axes: [{ key: RATE, label: "learningRate" }],
      measures: [
        { key: "loss/d @2", title: "loss/d", isShown: true },
        { key: "sigma/1 @2", title: "sigma/1", isShown: false },
      ],
      commands: expect.arrayContaining([`npx evenkeel sweep collect ${sweep.path}`]),
      halving: null,
      search: null,
    });
    expect(answer.points).toMatchObject([
      { values: { [RATE]: 0.1 }, results: { "loss/d @2": { runs: 3, median: 2, mean: 3 } } },
      { values: { [RATE]: 0.2 }, results: {} },
    ]);
    const runOf = (name: string) =>
      answer.runs.find((run: { readonly name: string }) => run.name === name);
    expect(runOf(at(0.1, 0).name)).toMatchObject({
      ...{ id: `runs/grid/runs/${at(0.1, 0).name}`, point: 0, seed: 0, samples: [2] },
      values: { "loss/d @2": 6 },
    });
    expect(runOf(at(0.2, 0).name)).toMatchObject({ state: "interrupted", point: 1, values: {} });
    expect(runOf(at(0.2, 1).name)).toMatchObject({ state: "failed", reason: "not finite" });
    expect(runOf(at(0.2, 2).name)).toMatchObject({ state: "cancelled", id: null, samples: [] });
    expect(await readdir(sweep.path)).toEqual(before);
  });

  test("that is halved has its rungs, and the values of runs that were dropped", async () => {
    const sweep = await sweepOf(
      `set: { steps: 40 }\naxes: [{ key: ${RATE}, values: [0.1, 0.2] }]\nhalving: { metric: loss/d, mode: min, first: 10 }`,
    );
    for (const [i, run] of sweep.runs.entries()) {
      const folder = await leaveRun(sweep, run, [{ gStep: 10, "loss/d": 5 - i }], {
        ...{ status: "stopped", counters: { gStep: 10, dStep: 10, images: 1 } },
      });
      await mkdir(join(folder, "checkpoints", "000010"), { recursive: true });
    }
    const { answer } = await (await studioOn(sweep))(ASK);
    expect(answer.halving).toMatchObject({ metric: "loss/d", mode: "min", lastStep: 40 });
    expect(answer.halving.rungs[0]).toEqual({
      step: 10,
      isDecided: true,
      contenders: [
        { point: 1, value: 4, fate: "on" },
        { point: 0, value: 5, fate: "out" },
      ],
    });
    expect(answer.runs[0]).toMatchObject({ state: "dropped", values: { "loss/d @10": 5 } });
    expect(answer.runs[1]).toMatchObject({ state: "stopped", values: { "loss/d @10": 4 } });
  });

  test("that is searched has the best point up to each round", async () => {
    const sweep = await sweepOf(
      `axes: [{ key: ${RATE}, distribution: { name: log-uniform, from: 0.001, to: 0.1 } }]\nsearch: { method: random, points: 3, metric: loss/d, mode: min }`,
    );
    for (const [i, run] of sweep.runs.entries()) {
      if (i < 2) await leaveRun(sweep, run, [{ gStep: run.steps, "loss/d": 3 - i }]);
    }
    const { answer } = await (await studioOn(sweep))(ASK);
    const rounds = [
      { round: 1, points: 3, ended: 2, best: { number: 2, value: 2, text: expect.any(String) } },
    ];
    expect(answer.search).toMatchObject({ method: "random", groups: [{ text: "all", rounds }] });
    expect(answer.points.map(({ number }: { readonly number: number }) => number)).toEqual([
      1, 2, 3,
    ]);
  });

  test("that is gone, damaged or has links is told in one message", async () => {
    const sweep = await sweepOf("seeds: 1");
    const ask = await studioOn(sweep);
    for (const id of ["", "runs", "runs/none", "runs/grid/", "runs/grid/..", "runs/grid/runs"]) {
      const none = await ask(`/api/sweep?id=${encodeURIComponent(id)}`);
      expect(none).toMatchObject({
        status: 404,
        answer: { error: `there is no sweep "${id}"` },
      });
    }
    const elsewhere = await temporaryFolder();
    await rm(join(sweep.path, "runs"), { recursive: true });
    await symlink(elsewhere, join(sweep.path, "runs"));
    const linked = await ask(ASK);
    expect(linked.status).toBe(400);
    expect(linked.answer.error).toContain("links are not followed, got the link runs");
    await writeFile(join(sweep.path, "sweep.json"), "{");
    const damaged = await ask(ASK);
    expect(damaged.status).toBe(400);
    expect(damaged.answer.error).toContain("sweep.json: the file is damaged");
    await rename(sweep.path, join(elsewhere, "moved"));
    expect((await ask(ASK)).answer.error).toContain("this is no sweep's folder");
    const gone = async () => (await ask(ASK)).status;
    await expect.poll(gone, { timeout: 20_000 }).toBe(404);
  });

  test("is found as the folder of the studio itself", async () => {
    const sweep = await sweepOf("seeds: 1");
    await leaveRunWithSamples(sweep, sweep.runs[0]!, [], []);
    library = await openLibrary([sweep.path]);
    expect(library.sweeps()).toEqual([{ id: "grid", folder: sweep.path }]);
    expect(library.entries().map(({ group }) => group)).toEqual(["grid"]);
  });

  test("is not found through a link", async () => {
    const sweep = await sweepOf("seeds: 1");
    const elsewhere = await leaveSweep(join(await temporaryFolder(), "other"), "seeds: 1");
    await symlink(elsewhere.path, join(sweep.path, "..", "linked"));
    expect((await (await studioOn(sweep))("/api/sweeps")).answer).toEqual(["runs/grid"]);
  });
});

test("axes: keys that share a label and their values are one, and others are told apart", () => {
  const [a, b] = ["generator.optimizer.beta2", "discriminator.optimizer.beta2"];
  const labels = (points: Parameters<typeof axesOf>[0]) =>
    axesOf(points).map(({ keys, label }) => [keys.length, label]);
  expect(labels([{ [a]: 0.9, [b]: 0.9, loss: "hinge" }])).toEqual([
    [2, "beta2"],
    [1, "loss"],
  ]);
  expect(labels([{ [a]: 0.9, [b]: 0.9 }, { [a]: 0.9 }])).toEqual([
    [1, "generator beta2"],
    [1, "discriminator beta2"],
  ]);
  expect(labels([{ "a.x.name": 1, "a.y.x": 2 }])).toEqual([
    [1, "a.x.name"],
    [1, "a.y.x"],
  ]);
});

test("measures: a title says what tells one from another, and no more", () => {
  const logged = {
    source: "metrics",
    protocol: null,
    protocolHash: null,
    extractor: null,
  } as const;
  const evaluated = { ...logged, source: "evaluations", measure: "fid", protocol: "mine" } as const;
  const titles = measuresOf([
    { ...logged, measure: "sigma/1", gStep: 2, better: null },
    { ...logged, measure: "loss/d", gStep: 1, better: null },
    { ...logged, measure: "loss/d", gStep: 2, better: null },
    { ...evaluated, gStep: 2, better: "lower", protocolHash: "1234567890" },
    { ...evaluated, gStep: 2, better: "lower", protocolHash: "abcdefghij" },
    { ...evaluated, protocol: "other", gStep: 2, better: "lower", protocolHash: "0" },
  ]).map(({ title }) => title);
  expect(titles).toEqual([
    "loss/d, step 1",
    "loss/d, step 2",
    "fid mine 12345678",
    "fid mine abcdefgh",
    "fid other",
    "sigma/1",
  ]);
});
