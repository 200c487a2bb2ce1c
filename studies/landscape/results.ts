/** What the runs of the study came to. */
import { join } from "node:path";
import { lastRecord, runFiles } from "evenkeel/runs/folder";
import { openSweep, sweepStatus } from "evenkeel/sweeps/folder";
import { type Method, settingsOf } from "./methods.ts";
import type { StudySweep } from "./sweeps.ts";

/** One run. */
export interface StudyRun {
  readonly architecture: string;
  readonly loss: string;
  readonly method: Method;
  readonly point: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** FID, or the Fréchet distance of other features; infinite of a run that failed. */
  readonly frechet: number;
  /** KID, or the kernel distance; `null` of a run that failed. */
  readonly kernel: number | null;
}

/** The runs of a sweep that have ended. */
export async function runsOf(
  out: string,
  { name, architecture, methods }: StudySweep,
): Promise<StudyRun[]> {
  const sweep = await openSweep(join(out, name));
  const runs: StudyRun[] = [];
  for (const { run, state } of await sweepStatus(sweep)) {
    if (state !== "done" && state !== "failed") continue;
    const record = await lastRecord(runFiles(sweep.fileOf(run, "folder")).metrics);
    const value = (...names: readonly string[]): number | null => {
      const found = names.map((one) => record?.[`evaluate/${one}`]).find((one) => one != null);
      return state === "done" && typeof found === "number" ? found : null;
    };
    runs.push({
      architecture,
      loss: String(run.point.loss),
      method: methods.find((method) => isMethod(method, run.point))!,
      point: run.point,
      seed: run.seed,
      frechet: value("fid", "frechet-distance") ?? Number.POSITIVE_INFINITY,
      kernel: value("kid", "kernel-distance"),
    });
  }
  return runs;
}

function isMethod(method: Method, point: Readonly<Record<string, unknown>>): boolean {
  const { "discriminator.penalties": penalties, ...others } = settingsOf(method);
  const nameOf = (list: unknown) => (list as readonly { readonly name: string }[])[0]?.name;
  return (
    Object.entries(others).every(([key, value]) => point[key] === value) &&
    nameOf(penalties) === nameOf(point["discriminator.penalties"])
  );
}
