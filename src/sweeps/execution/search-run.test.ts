/** Searched sweeps of runs that are left, not trained: rounds follow from results, and go on wherever they were stopped. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { leaveRun } from "../../../test/support/runs/left-run.ts";
import { driveSearch, makeSearch, RATE } from "../../../test/support/runs/searches.ts";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import type { Executor, JobState } from "../executor.ts";
import { openSweep, type Sweep, writeMark } from "../folder/folder.ts";
import { bestOf, searchGroups } from "../folder/search-standings.ts";
import { isRoundDue, nextRound, roundOf } from "./rounds.ts";

/** Leaves each run as if it had been trained, with a loss that depends on its point; two at once. */
function leavingExecutor(path: string): Executor {
  const states = new Map<string, JobState>();
  const leave = async (name: string) => {
    states.set(name, { state: "running" });
    const sweep = await openSweep(path);
    const run = sweep.runs.find((one) => one.name === name)!;
    const rate = Math.log10(run.point[RATE] as number);
    const beta = run.point["discriminator.optimizer.beta1"] as number;
    const loss = (rate + 3.2) ** 2 + (beta - 0.4) ** 2 + (run.point.loss === "hinge" ? 0 : 1);
    await leaveRun(sweep, run, [{ gStep: run.steps, time: 1, "loss/d": loss }]);
    states.set(name, { state: "ended", code: 0 });
  };
  return {
    async submit(jobs) {
      for (const { name } of jobs) states.set(name, { state: "waiting" });
    },
    async status() {
      const waiting = [...states].filter(([, { state }]) => state === "waiting");
      for (const [name] of waiting.slice(0, 2)) await leave(name);
      return new Map(states);
    },
    async cancel(names) {
      for (const name of names) {
        if (states.get(name)?.state === "waiting") states.set(name, { state: "ended", code: null });
      }
    },
  };
}

const drive = (sweep: Sweep, act?: Parameters<typeof driveSearch>[2]) =>
  driveSearch(sweep, leavingExecutor(sweep.path), act);

/** The configs of all runs, and what the rounds were chosen by. */
async function leftBy(path: string): Promise<Record<string, string>> {
  const { runs } = await openSweep(path);
  const files = [
    ...(await readdir(join(path, "rounds"))).map((name) => join("rounds", name)),
    ...runs.map(({ name }) => join("configs", `${name}.yaml`)),
  ];
  const read = async (file: string) => [file, (await readFile(join(path, file))).toString("hex")];
  return Object.fromEntries(await Promise.all(files.map(read)));
}

test("rounds follow from results, and a search that was stopped ends as one that was not", async () => {
  const cwd = await temporaryFolder();
  const whole = await makeSearch(join(cwd, "whole"));
  const events = await drive(whole);
  expect(events.filter(({ type }) => type === "round")).toEqual([
    { type: "round", round: 2, rounds: 3, added: 4 },
    { type: "round", round: 3, rounds: 3, added: 4 },
  ]);
  const after = await openSweep(whole.path);
  expect(after.runs).toHaveLength(12);
  expect(after.runs.map(({ name }) => name)).toContain("non-saturating-p006-seed0");
  const groups = await searchGroups(after);
  expect(groups.map(({ group }) => group)).toEqual([{ loss: "hinge" }, { loss: "non-saturating" }]);
  for (const group of groups) {
    expect(group.points.map(({ number, round }) => [number, round])).toEqual([
      [1, 1],
      [2, 1],
      [3, 2],
      [4, 2],
      [5, 3],
      [6, 3],
    ]);
    const values = group.points.map(({ value }) => value as number);
    expect(bestOf(group, "min")?.value).toBe(Math.min(...values));
    for (const { point } of group.points) {
      expect(point["generator.optimizer.learningRate"]).toBe(point[RATE]);
    }
  }
  // the first round is the same at both losses, the others are not
  const drawn = groups.map(({ points }) => points.map(({ point }) => point[RATE]));
  expect(drawn[0]!.slice(0, 2)).toEqual(drawn[1]!.slice(0, 2));
  expect(drawn[0]!.slice(2)).not.toEqual(drawn[1]!.slice(2));

  const out = join(cwd, "stopped");
  await makeSearch(out);
  for (const stopAt of ["ended", "round", "ended"] as const) {
    await drive(await openSweep(out), (event, stop) => {
      if (event.type === stopAt) stop();
    });
  }
  expect(roundOf(await openSweep(out))).toBeLessThan(3);
  await drive(await openSweep(out));
  expect(await leftBy(out)).toEqual(await leftBy(whole.path));
  expect(await isRoundDue(await openSweep(out))).toBe(false);
});

test("a run that was cancelled ends the search, and a measure that nobody recorded is refused", async () => {
  const out = join(await temporaryFolder(), "s");
  const made = await makeSearch(out);
  expect(await nextRound(made)).toBeUndefined();
  const cancelled = { state: "cancelled", reason: "cancelled by the user" } as const;
  const refused = { state: "refused", reason: "no data" } as const;
  for (const run of made.runs) await writeMark(made, run, refused);
  await writeMark(made, made.runs[0]!, cancelled);
  expect(await nextRound(made)).toBeUndefined();
  await writeMark(made, made.runs[0]!, refused);
  await expect(nextRound(made)).rejects.toThrow(
    "search.metric: must be recorded by a point of each group at least",
  );
});
