/** Sweeps that something larger is made of: opened or made, and trained to their end. */
import { join } from "node:path";
import { EvenkeelError } from "../../errors.ts";
import { readTextIfPresent } from "../files.ts";
import { type Driving, driveSweep } from "./drive.ts";
import { createSweep, type NewSweep, openSweep, type Sweep } from "./folder.ts";
import { type RunStatus, type SweepState, sweepStatus } from "./status.ts";

/** States in which nothing is left to train. */
const ENDED: ReadonlySet<SweepState> = new Set(["done", "failed", "dropped"]);

/** Opens the sweep in the folder `out`, or makes it there. */
export async function openOrCreateSweep(
  made: Omit<NewSweep, "budgetHours" | "set"> & { readonly out: string },
): Promise<Sweep> {
  const isThere = (await readTextIfPresent(join(made.out, "sweep.json"))) !== undefined;
  return isThere ? openSweep(made.out) : createSweep({ ...made, set: [], budgetHours: null });
}

/**
 * Trains what is left of a sweep.
 *
 * @returns how every run ended; `undefined` when the signal stopped it first: the runs are saved then.
 * @throws EvenkeelError `RUN_FOLDER` when every run failed.
 */
export async function completeSweep(
  sweep: Sweep,
  driving: Pick<Driving, "executor" | "signal" | "onEvent">,
): Promise<readonly RunStatus[] | undefined> {
  const left = (await sweepStatus(sweep)).filter(({ state }) => !ENDED.has(state));
  if (left.length > 0) {
    const runs = left.map(({ run }) => run);
    await driveSweep(sweep, { ...driving, runs, budgetHours: null });
  }
  const ended = await sweepStatus(sweep);
  if (ended.some(({ state }) => !ENDED.has(state))) return undefined;
  if (ended.every(({ state }) => state === "failed")) {
    throw new EvenkeelError("RUN_FOLDER", `${sweep.path}: every run failed: ${ended[0]?.reason}`, {
      advice: `evenkeel sweep status ${sweep.path} tells of each.`,
    });
  }
  return ended;
}
