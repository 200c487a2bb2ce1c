/** Small sweeps for tests: their file, where their runs stand, and what their weights must be. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import type { Sweep, SweepRun } from "../../../src/sweeps/folder/folder.ts";
import { built } from "./built.ts";
import { loadTraining } from "./small-runs.ts";

const loadSweeps = () =>
  built<typeof import("../../../src/sweeps/folder/index.ts")>("sweeps/folder/index");

/** Opens a sweep's folder. */
export async function openSweep(path: string): Promise<Sweep> {
  return (await loadSweeps()).openSweep(path);
}

/** Networks of points in the plane: a step takes a millisecond. */
export const TINY = `
base: eight-gaussians
set:
  steps: 40
  batchSize: 16
  nDis: 1
  checkpointEvery: 5
  logEvery: 10
  sampleEvery: 0
  model: { generatorChannels: 8, discriminatorChannels: 8 }
  samples: { rows: 2, columns: 2 }
`;

/** How many runs are in which state. */
export async function counts(sweep: Sweep): Promise<Record<string, number>> {
  const found = await states(sweep);
  return Object.fromEntries(
    found.map((state) => [state, found.filter((one) => one === state).length]),
  );
}

/** Where the runs stand, in their order. */
export async function states(sweep: Sweep): Promise<readonly string[]> {
  const { sweepStatus } = await loadSweeps();
  return (await sweepStatus(sweep)).map(({ state }) => state);
}

/** The weights of a sweep's run must be those of the run alone, in one go and bit for bit. */
export async function expectAsAlone(cwd: string, sweep: Sweep, run: SweepRun): Promise<void> {
  const { readResolvedConfig, planOfConfig, runTraining } = await loadTraining();
  const config = await readResolvedConfig(sweep.fileOf(run, "config"));
  const out = join(cwd, "alone", run.name);
  const weights = `checkpoints/${String(run.steps).padStart(6, "0")}/weights.safetensors`;
  await runTraining(planOfConfig(config), { kind: "new", out });
  const [mine, alone] = await Promise.all(
    [sweep.fileOf(run, "folder"), out].map((folder) => readFile(join(folder, weights))),
  );
  expect(mine!.equals(alone!), run.name).toBe(true);
}
