/** Sweeps that no process has trained. */
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { createSweep, type Sweep } from "../../../src/sweeps/folder/folder.ts";
import { parseSweep } from "../../../src/sweeps/plan/describe.ts";
import { expandSweep } from "../../../src/sweeps/plan/expand.ts";

/** Makes the folder `out` of a sweep of quickstart whose file goes on with `text`. */
export async function leaveSweep(out: string, text: string): Promise<Sweep> {
  const expanded = await expandSweep(parseSweep("grid.yaml", `base: quickstart\n${text}`));
  await mkdir(dirname(out), { recursive: true });
  return createSweep({ expanded, text, set: [], budgetHours: null, out });
}
