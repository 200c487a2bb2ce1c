/** A sweep's folder, where its runs stand, and what is collected from a thousand of them. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { leaveClaim } from "../../../test/support/runs/left-claim.ts";
import { leaveRun } from "../../../test/support/runs/left-run.ts";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { csvText } from "../../files/csv.ts";
import { parseSweep } from "../plan/describe.ts";
import { expandSweep } from "../plan/expand.ts";
import { collectSweep } from "./collect.ts";
import {
  createSweep,
  openSweep,
  type Sweep,
  type SweepRun,
  selectRuns,
  writeMark,
} from "./folder.ts";
import { sweepStatus } from "./status.ts";

const RATE = "discriminator.optimizer.learningRate";

async function sweepOf(text: string): Promise<Sweep> {
  const expanded = await expandSweep(parseSweep("grid.yaml", `base: quickstart\n${text}`));
  const out = join(await temporaryFolder(), "sweep");
  return createSweep({ expanded, text, set: [], budgetHours: null, out });
}

describe("a sweep's folder", () => {
  test("opens as it was made, and its runs are chosen by axis, seed and name", async () => {
    const made = await sweepOf(`axes: [{ key: ${RATE}, values: [0.1, 0.2] }]\nseeds: 2`);
    const opened = await openSweep(made.path);
    expect(opened.runs).toEqual(made.runs);
    const chosen = (...where: string[]) => selectRuns(opened, where).map(({ name }) => name);
    expect(chosen()).toHaveLength(4);
    expect(chosen("learningRate=0.2")).toEqual(["learningRate0.2-seed0", "learningRate0.2-seed1"]);
    expect(chosen(`${RATE}=0.2`, "seed=1")).toEqual(["learningRate0.2-seed1"]);
    expect(chosen("name=learningRate0.1-seed0")).toHaveLength(1);
    expect(() => chosen("sed=1")).toThrow(
      "--where: must be an axis and a value, as in seed=1, got sed=1",
    );
    await expect(openSweep(join(made.path, "runs"))).rejects.toThrow("this is no sweep's folder");
  });

  test("tells where each run stands", async () => {
    const sweep = await sweepOf("seeds: 10\nset: { steps: 10 }");
    const [done, running, killed, failed, stopped, dropped, refused, far, lost] =
      sweep.runs as SweepRun[];
    await leaveRun(sweep, done!, []);
    const records = [
      { gStep: 2, time: 3 },
      { gStep: 4, time: 6 },
    ];
    await leaveClaim(await leaveRun(sweep, running!, records, { status: "running" }));
    const elsewhere = { status: "running", process: { pid: 7, host: "elsewhere" } };
    const claim = { pid: 7, host: "elsewhere" };
    await leaveClaim(await leaveRun(sweep, far!, records, elsewhere), claim);
    await leaveClaim(await leaveRun(sweep, lost!, [], elsewhere), { ...claim, age: 600 });
    const folder = await leaveRun(sweep, killed!, [{ gStep: 9 }], { status: "running" });
    await mkdir(join(folder, "checkpoints", "000006"), { recursive: true });
    await leaveRun(sweep, failed!, [], { status: "failed", exitReason: "not finite" });
    await leaveRun(sweep, stopped!, [], {
      status: "stopped",
      counters: { gStep: 5, dStep: 5, images: 5 },
    });
    await writeMark(sweep, dropped!, { state: "cancelled", reason: "cancelled by the user" });
    await writeMark(sweep, refused!, { state: "refused", reason: "no data" });
    const found = await sweepStatus(sweep);
    expect(found.map(({ state, gStep, reason }) => [state, gStep, reason])).toEqual([
      ["done", 10, "all steps are done"],
      ["running", 4, `process ${process.ppid}`],
      ["interrupted", 6, `process ${2 ** 30} is gone`],
      ["failed", 10, "not finite"],
      ["stopped", 5, "all steps are done"],
      ["cancelled", 0, "cancelled by the user"],
      ["failed", 0, "no data"],
      ["running", 4, "process 7 on elsewhere"],
      ["interrupted", 0, "process 7 on elsewhere gives no sign of life"],
      ["queued", 0, null],
    ]);
    expect(found[1]!.secondsLeft).toBe((10 - 4) * (6 / 4));
  });
});

const evaluation = (value: number, gStep: number, protocolHash: string) => ({
  gStep,
  dStep: gStep,
  images: 1,
  metric: "fid",
  value,
  spread: null,
  details: {},
  warnings: [],
  protocol: {
    name: "mine",
    title: "",
    source: "",
    settings: {
      real: { split: "training", count: 5 },
      fake: { count: 5, rounding: "round" },
      features: { extractor: "x", resizer: "none" },
      inceptionScore: { count: 5, parts: 1, classes: "all" },
      kernel: { subsets: 1, size: 5 },
      neighbours: { k: 1, count: 5 },
      seed: 0,
    },
  },
  protocolHash,
  extractor: null,
  counts: { real: 5, fake: 5 },
  subject: { kind: "run", path: "r", shape: [3, 8, 8], batchNorm: null, weights: null },
  reference: null,
  seed: 0,
  versions: { evenkeel: "0", engine: "0" },
  measuredAt: "",
  seconds: 0,
});

describe("results", () => {
  test("are mean, deviation, best and worst seed of each point, protocol and step", async () => {
    const sweep = await sweepOf(`axes: [{ key: ${RATE}, values: [0.1, 0.2] }]\nseeds: 3`);
    const at = (rate: number, seed: number) =>
      sweep.runs.find((run) => run.seed === seed && run.point[RATE] === rate)!;
    for (const [seed, loss, fid] of [
      [0, 1, 30],
      [1, 2, 20],
      [2, 6, 25],
    ] as const) {
      const folder = await leaveRun(sweep, at(0.1, seed), [
        { gStep: 1, "loss/d": 99 },
        { gStep: 2, dStep: 2, images: 3, time: 4, "loss/d": loss },
        { gStep: 2, "modes/covered": seed },
      ]);
      const records = [
        evaluation(50, 1, "p"),
        evaluation(fid, 2, "p"),
        ...(seed === 0 ? [evaluation(7, 2, "q")] : []),
      ];
      await writeFile(
        join(folder, "evaluations.jsonl"),
        records.map((one) => `${JSON.stringify(one)}\n`).join(""),
      );
    }
    await leaveRun(sweep, at(0.2, 0), [{ gStep: 2, "loss/d": "NaN" }]);
    await leaveRun(sweep, at(0.2, 1), [], { status: "failed", exitReason: "not finite" });
    const { results, leftOut, files } = await collectSweep(sweep, sweep.runs);
    const point = { [RATE]: 0.1 };
    const find = (measure: string) => results.filter((one) => one.measure === measure);
    expect(find("loss/d")).toMatchObject([
      {
        point,
        source: "metrics",
        gStep: 2,
        runs: 3,
        mean: 3,
        median: 2,
        std: Math.sqrt((4 + 1 + 9) / 2),
        best: null,
      },
    ]);
    expect(find("modes/covered")).toMatchObject([{ mean: 1, most: { seed: 2, value: 2 } }]);
    expect(find("fid")).toMatchObject([
      {
        ...{ point, source: "evaluations", protocol: "mine", protocolHash: "p", gStep: 2, runs: 3 },
        ...{
          mean: 25,
          std: 5,
          better: "lower",
          best: { seed: 1, value: 20 },
          worst: { seed: 0, value: 30 },
        },
      },
      { protocolHash: "q", runs: 1, mean: 7, std: null },
    ]);
    expect(leftOut).toEqual([
      { name: at(0.2, 1).name, state: "failed", reason: "not finite" },
      { name: at(0.2, 2).name, state: "queued", reason: null },
    ]);
    const [head, ...rows] = (await readFile(files.csv, "utf8")).trimEnd().split("\r\n");
    expect(head).toMatch(new RegExp(`^${RATE},source,measure,protocol,`));
    expect(rows).toContain("0.1,evaluations,fid,mine,p,,2,3,25,25,5,20,1,30,0,lower,20,1,30,0");
    expect(JSON.parse(await readFile(files.json, "utf8")).results).toEqual(results);
  });

  test("of a thousand runs are collected", async () => {
    const rates = Array.from({ length: 200 }, (_, i) => (i + 1) / 1000);
    const text = `axes: [{ key: ${RATE}, values: ${JSON.stringify(rates)} }]\nseeds: 5`;
    const begin = performance.now();
    const sweep = await sweepOf(text);
    const made = performance.now();
    const record = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`sigma/${i}`, i]));
    const records = (x: number) =>
      Array.from({ length: 50 }, (_, i) => ({ gStep: i, ...record, x }));
    for (let i = 0; i < 1000; i += 50) {
      const some = sweep.runs.slice(i, i + 50);
      await Promise.all(some.map((run) => leaveRun(sweep, run, records(run.seed))));
    }
    const left = performance.now();
    await sweepStatus(sweep);
    const told = performance.now();
    const { results } = await collectSweep(sweep, sweep.runs);
    const ms = [made - begin, told - left, performance.now() - told].map(Math.round);
    console.log(
      `1000 runs: expanded and written in ${ms[0]} ms, status ${ms[1]} ms, collected ${ms[2]} ms`,
    );
    expect(results).toHaveLength(200 * 21);
    expect(results.filter(({ measure }) => measure === "x").every(({ mean }) => mean === 2)).toBe(
      true,
    );
  });

  test("keep commas, quotes and line breaks in their cells", () => {
    expect(csvText([["a,b", 'say "x"', null, 1.5, "two\nlines"]])).toBe(
      '"a,b","say ""x""",,1.5,"two\nlines"\r\n',
    );
  });
});
