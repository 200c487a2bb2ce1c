/** Resumes a sweep. */
import { isRoundDue, runsLeft } from "../../sweeps/execution/index.ts";
import { openSweep, selectRuns } from "../../sweeps/folder/index.ts";
import { placeToResume } from "../../sweeps/places/index.ts";
import { expectSlurm } from "../../sweeps/slurm/index.ts";
import { showPath } from "../../terminal/paths.ts";
import { tell } from "../../terminal/terminal.ts";
import { memoryLines, type PlaceFlags, placeRequest, warnOfSlurm } from "../shared/place.ts";
import { printOutcome } from "./outcome.ts";
import { expectWait, refuseWaitHere, trainRuns, type WaitFlag } from "./start.ts";
import { countsText } from "./status.ts";

/** Options of `sweep resume`. */
export interface ResumeFlags extends PlaceFlags, WaitFlag {
  readonly where: readonly string[];
  readonly hours?: number;
  readonly retryFailed?: boolean;
  readonly retryCancelled?: boolean;
  readonly acceptOtherData?: boolean;
}

/** Continues the runs of a sweep that are not done. */
export async function resumeSweep(path: string, flags: ResumeFlags): Promise<void> {
  const { where, retryFailed, retryCancelled, hours, wait, acceptOtherData } = flags;
  const sweep = await openSweep(path);
  const request = placeRequest(flags, sweep.slurm, sweep.on);
  refuseWaitHere(flags, request.on);
  const { left, statuses, slurm } = await runsLeft(sweep, selectRuns(sweep, where), {
    failed: retryFailed,
    cancelled: retryCancelled,
  });
  warnOfSlurm(slurm.problem);
  tell(`sweep ${showPath(sweep.path)}: ${countsText(statuses)}`);
  if (left.length === 0 && !(await isRoundDue(sweep))) return printOutcome(sweep);
  const budgetHours = hours ?? sweep.budgetHours;
  expectWait(flags, request.on, { ...sweep, budgetHours });
  const place = await placeToResume(request, sweep, left.length > 0 ? left : sweep.runs);
  for (const line of memoryLines(place)) tell(line);
  if (place.on === "slurm") await expectSlurm();
  await trainRuns(sweep, left, { place, budgetHours, wait, acceptOtherData });
}
