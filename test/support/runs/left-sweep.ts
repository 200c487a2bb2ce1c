/** Sweeps that no process has trained. */
import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createSweep, type Sweep, type SweepRun } from "../../../src/sweeps/folder/folder.ts";
import { parseSweep } from "../../../src/sweeps/plan/describe.ts";
import { expandSweep } from "../../../src/sweeps/plan/expand.ts";
import { leaveRun } from "./left-run.ts";
import { addSample } from "./written-run.ts";

/** Makes the folder `out` of a sweep of quickstart whose file goes on with `text`. */
export async function leaveSweep(out: string, text: string): Promise<Sweep> {
  const expanded = await expandSweep(parseSweep("grid.yaml", `base: quickstart\n${text}`));
  await mkdir(dirname(out), { recursive: true });
  return createSweep({ expanded, text, set: [], budgetHours: null, out });
}

/** What a run leaves, less its networks: its records, its config, and samples of some steps. */
export async function leaveRunWithSamples(
  sweep: Sweep,
  run: SweepRun,
  records: readonly object[],
  samples: readonly number[],
): Promise<void> {
  const folder = await leaveRun(sweep, run, records);
  await copyFile(sweep.fileOf(run, "config"), join(folder, "config.yaml"));
  await mkdir(join(folder, "samples"));
  for (const step of samples) await addSample(folder, step);
}
