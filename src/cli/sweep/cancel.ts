/** Cancels runs of a sweep. */
import { cancelSweep } from "../../sweeps/execution/index.ts";
import { openSweep, selectRuns } from "../../sweeps/folder/index.ts";
import { print, tell } from "../../terminal/terminal.ts";
import { countOf } from "../../text.ts";
import { warnOfSlurm } from "../shared/place.ts";

/** Which runs of a sweep. */
export interface SelectFlags {
  readonly where: readonly string[];
}

/** Drops runs that wait; runs that are being trained save and stop. */
export async function cancel(path: string, { where }: SelectFlags): Promise<void> {
  const sweep = await openSweep(path);
  const runs = selectRuns(sweep, where);
  const { cancelled, saving, outOfReach, problem } = await cancelSweep(sweep, runs);
  warnOfSlurm(problem);
  const more =
    saving === 0 ? "" : `; ${saving} of them are being trained, and save and stop within seconds`;
  print(`cancelled ${cancelled} of ${countOf(runs.length, "run")}${more}`);
  for (const { run, host } of outOfReach) {
    tell(`warning: ${run.name} continues on ${host}: stop it there`);
  }
}
