/** Searched sweeps trained in this process: one that was stopped ends with the weights of one that was not. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { executorHere } from "../../../test/support/runs/executor-here.ts";
import { TINY } from "../../../test/support/runs/sweeps.ts";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { createSweep, openSweep, type Sweep } from "../folder/folder.ts";
import { parseSweep } from "../plan/describe.ts";
import { expandSweep } from "../plan/expand.ts";
import { driveSweep, type SweepEvent } from "./drive.ts";
import { roundOf } from "./rounds.ts";

const RATE = "discriminator.optimizer.learningRate";
const TEXT = `${TINY}axes:
  - { key: loss, values: [hinge, non-saturating] }
  - { keys: [${RATE}, generator.optimizer.learningRate], distribution: { name: log-uniform, from: 1.0e-4, to: 1.0e-2 } }
  - { key: discriminator.optimizer.beta1, distribution: { name: uniform, from: 0, to: 0.9 } }
search: { method: gaussian-process, rounds: 3, points: 2, metric: loss/d, mode: min }
`;

async function makeSweep(out: string): Promise<Sweep> {
  const expanded = await expandSweep(parseSweep("s.yaml", TEXT));
  return createSweep({ expanded, text: TEXT, set: [], budgetHours: null, out });
}

async function drive(sweep: Sweep, act: (event: SweepEvent, stop: () => void) => void = () => {}) {
  const stop = new AbortController();
  const events: SweepEvent[] = [];
  await driveSweep(sweep, {
    runs: sweep.runs,
    executor: executorHere(),
    budgetHours: null,
    signal: stop.signal,
    onEvent(event) {
      events.push(event);
      act(event, () => stop.abort());
    },
  });
  return events;
}

/** The configs and weights of all runs, and what the rounds were chosen by. */
async function leftBy(path: string): Promise<Record<string, string>> {
  const { runs } = await openSweep(path);
  const files = [
    ...(await readdir(join(path, "rounds"))).map((name) => join("rounds", name)),
    ...runs.flatMap(({ name }) => [
      join("configs", `${name}.yaml`),
      join("runs", name, "checkpoints/000040/weights.safetensors"),
    ]),
  ];
  const read = async (file: string) => [file, (await readFile(join(path, file))).toString("hex")];
  return Object.fromEntries(await Promise.all(files.map(read)));
}

test("a search that was stopped ends with the weights of one that was not", async () => {
  const cwd = await temporaryFolder();
  const whole = await makeSweep(join(cwd, "whole"));
  const events = await drive(whole);
  expect(events.filter(({ type }) => type === "round")).toEqual([
    { type: "round", round: 2, rounds: 3, added: 4 },
    { type: "round", round: 3, rounds: 3, added: 4 },
  ]);
  const after = await openSweep(whole.path);
  expect(after.runs).toHaveLength(12);
  expect(after.runs.map(({ name }) => name)).toContain("non-saturating-p006-seed0");

  const out = join(cwd, "stopped");
  await makeSweep(out);
  for (const stopAt of ["ended", "round", "begun"] as const) {
    await drive(await openSweep(out), (event, stop) => {
      if (event.type === stopAt) stop();
    });
  }
  expect(roundOf(await openSweep(out))).toBeLessThan(3);
  await drive(await openSweep(out));
  expect(await leftBy(out)).toEqual(await leftBy(whole.path));
});
