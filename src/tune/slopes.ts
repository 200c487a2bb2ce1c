/** D's slope in runs that were trained for it. */

import { readJsonLines } from "../files/index.ts";
import { runFiles } from "../runs/folder/index.ts";
import type { CompletedSweep } from "../sweeps/execution/index.ts";
import type { SlopeAt } from "./gradient-band.ts";
import { SCALE_KEY } from "./method.ts";

/** ‖∇ₓD(x)‖₂, the mean over generated images. */
const SLOPE = "inputGradient/fake/mean";

/**
 * For each scale the geometric mean, over its seeds and the records of the second half of their steps, of
 * D's mean slope on generated images; `null` where a seed failed or has no positive slope.
 */
export async function slopesOf(
  { sweep, statuses }: CompletedSweep,
  scales: readonly number[],
): Promise<readonly SlopeAt[]> {
  return Promise.all(
    scales.map(async (scale) => {
      const own = statuses.filter(({ run }) => run.point[SCALE_KEY] === scale);
      const logs = await Promise.all(
        own.map(({ run, state }) =>
          state === "done" ? logSlope(sweep.fileOf(run, "folder"), run.steps) : Number.NaN,
        ),
      );
      const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
      return { scale, slope: Number.isFinite(mean) ? Math.exp(mean) : null };
    }),
  );
}

async function logSlope(folder: string, steps: number): Promise<number> {
  const records = await readJsonLines(runFiles(folder).metrics);
  const logs = records.flatMap(({ gStep, [SLOPE]: slope }) =>
    typeof gStep === "number" && gStep > steps / 2 && typeof slope === "number"
      ? [Math.log(slope)]
      : [],
  );
  return logs.reduce((sum, log) => sum + log, 0) / logs.length;
}
