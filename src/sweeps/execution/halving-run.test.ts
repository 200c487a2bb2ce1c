/** Halved sweeps trained in this process, by an executor of the test's own. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { executorHere } from "../../../test/support/runs/executor-here.ts";
import { TINY } from "../../../test/support/runs/sweeps.ts";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { readResolvedConfig } from "../../config/load.ts";
import { planOfConfig } from "../../training/plan/config-plan.ts";
import { runTraining } from "../../training/session.ts";
import { createSweep, openSweep, type Sweep } from "../folder/folder.ts";
import { sweepRungs, sweepStatus } from "../folder/status.ts";
import { parseSweep } from "../plan/describe.ts";
import { expandSweep } from "../plan/expand.ts";
import { driveSweep, type SweepEvent } from "./drive.ts";

const TEXT = `${TINY}  discriminator.schedule: { name: linear }
axes: [{ key: discriminator.optimizer.learningRate, values: [1.0e-5, 1.0e-3, 1.0e-2] }]
halving: { metric: loss/d, mode: min, first: 10 }
runName: "{learningRate}"
`;

async function drive(sweep: Sweep, act: (event: SweepEvent, stop: () => void) => void = () => {}) {
  const executor = executorHere();
  const stop = new AbortController();
  await driveSweep(sweep, {
    runs: sweep.runs,
    executor,
    budgetHours: null,
    signal: stop.signal,
    onEvent: (event) => act(event, () => stop.abort()),
  });
  return executor.trained;
}

test("the better part goes on, rung by rung, stopped at any time, and ends as the run does alone", async () => {
  const cwd = await temporaryFolder();
  const expanded = await expandSweep(parseSweep("s.yaml", TEXT));
  const out = join(cwd, "s");
  const made = await createSweep({ expanded, text: TEXT, set: [], budgetHours: null, out });
  expect(made.halving?.rungs).toEqual([10, 20, 40]);
  const first = await drive(made, (event, stop) => {
    if (event.type === "ended") stop();
  });
  expect(first.length).toBeGreaterThan(0);
  expect((await sweepStatus(made)).map(({ state }) => state)).not.toContain("done");

  const sweep = await openSweep(out);
  const second = await drive(sweep);
  const best = "0.01";
  // two of three go on, then one of two
  expect(second.slice(-3)).toEqual([
    ["0.001", 20],
    [best, 20],
    [best, undefined],
  ]);
  expect((await sweepStatus(sweep)).map(({ state }) => state)).toEqual([
    "dropped",
    "dropped",
    "done",
  ]);
  const rungs = await sweepRungs(sweep);
  expect(
    rungs.map(({ step, contenders }) => [step, ...contenders.map(({ runs }) => runs[0])]),
  ).toEqual([
    [10, best, "0.001", "0.00001"],
    [20, best, "0.001"],
    [40, best],
  ]);
  expect(await drive(sweep)).toEqual([]);

  const config = await readResolvedConfig(join(out, "configs", `${best}.yaml`));
  const alone = join(cwd, "alone");
  await runTraining(planOfConfig(config), { kind: "new", out: alone });
  const weights = "checkpoints/000040/weights.safetensors";
  const [a, b] = [join(out, "runs", best), alone].map((folder) => readFile(join(folder, weights)));
  expect((await a!).equals(await b!)).toBe(true);
});
