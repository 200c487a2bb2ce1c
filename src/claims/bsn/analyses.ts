/** Analyses of trained runs at several checkpoints. */
import type { Analysis } from "../../analysis/index.ts";
import { analyzeRun } from "../../evaluation/analysis/index.ts";
import type { ClaimContext, TrialRun } from "../claim.ts";
import { checkpointsOf } from "../measured.ts";

/** An analysis of a run at a checkpoint. */
export interface AnalysisAt {
  readonly run: TrialRun;
  readonly step: number;
  readonly analysis: Analysis;
}

/** Images of an analysis, real and generated each. */
const IMAGES = 8;

/** Analyses of runs at every planned checkpoint, and with the Hessian to each of some layers. */
export async function analysesOf(
  runs: readonly TrialRun[],
  { progress, signal }: ClaimContext,
  layers: readonly (string | undefined)[] = [undefined],
): Promise<readonly AnalysisAt[]> {
  const jobs: {
    readonly run: TrialRun;
    readonly step: number;
    readonly layer: string | undefined;
  }[] = [];
  for (const run of runs) {
    for (const step of await checkpointsOf(run)) {
      for (const layer of layers) jobs.push({ run, step, layer });
    }
  }
  const found: AnalysisAt[] = [];
  for (const [i, { run, step, layer }] of jobs.entries()) {
    if (signal.aborted) break;
    progress("analyses", i, jobs.length);
    const { analysis } = await analyzeRun({
      path: run.folder,
      step,
      images: IMAGES,
      seed: run.seed,
      device: "cpu",
      hessianLayer: layer,
    });
    found.push({ run, step, analysis });
  }
  progress("analyses", jobs.length, jobs.length);
  return found;
}
