/** Verdicts on the recorded runs of the study. */
import { fileURLToPath } from "node:url";
import { healthMonitor, toneOf } from "evenkeel/analysis/health";
import { beforeAll, describe, expect, test } from "vitest";
import { verdictCases } from "./cases.ts";
import { isRight, judge, truthOf, untrainedDistances } from "./judge.ts";
import { type RecordedRun, readRuns } from "./recorded.ts";

let runs: readonly RecordedRun[];
beforeAll(async () => {
  runs = await readRuns(fileURLToPath(new URL("runs.jsonl", import.meta.url)));
});
const named = (name: string) => runs.find((run) => run.name === name)!;

test("each run of the study is recorded once, with its settings", () => {
  const key = ({ part, name, data }: Pick<RecordedRun, "part" | "name" | "data">) =>
    `${part}: ${name}, ${data}`;
  expect(runs.map(key)).toEqual(verdictCases.map(key));
  expect(runs.map(({ context }) => context.steps)).toEqual(verdictCases.map(({ steps }) => steps));
});

describe.each(["tuning", "test"] as const)("%s runs", (part) => {
  test.each(["good", "failing"] as const)("that are %s are told by their last verdict", (truth) => {
    const untrained = untrainedDistances(runs);
    const those = runs.filter(
      (run) => run.part === part && truthOf(run, untrained).truth === truth,
    );
    expect(those.length).toBeGreaterThanOrEqual(part === "test" ? 20 : 15);
    const wrong = those.filter((run) => !isRight(judge(run), truthOf(run, untrained)));
    expect(
      wrong.length / those.length,
      wrong.map(({ name }) => name).join("; "),
    ).toBeLessThanOrEqual(0.05);
  });
});

test("the quickstart without a stabilizer, at rates of 0.02, is told to fail", () => {
  const { verdict } = judge(named("quickstart, no stabilizer, rates 0.02"));
  expect(toneOf(verdict.state)).toBe("bad");
});

test("it is too early to tell of any run after its first two records", () => {
  for (const { name, context, records } of runs) {
    const monitor = healthMonitor(context);
    for (const record of records.slice(0, 2)) {
      expect(["too-early-to-tell", "not-finite"], name).toContain(monitor.note(record).state);
    }
  }
});

test("runs of a version that compared no images are judged without, and are said to be", () => {
  const { context, records } = named("shapes, SN");
  const monitor = healthMonitor(context);
  const old = records.map((record) => ({ ...record, distances: {}, nearest: null }));
  for (const record of old) monitor.note(record);
  expect(monitor.verdict().state).toBe("healthy");
  expect(monitor.verdict().evidence).toContain("The images were not compared with the data.");
});
