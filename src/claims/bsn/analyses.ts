/** Analyses of trained runs at several checkpoints. */
import type { Analysis } from "../../analysis/index.ts";
import { analyzeRun } from "../../evaluation/analysis/index.ts";
import type { ClaimContext, Findings, Trial, TrialRun, TrialTest } from "../claim.ts";
import { checkpointsOf } from "../measured.ts";
import { atScale, methodTrials } from "../small.ts";

/** An analysis of a run at a checkpoint. */
export interface AnalysisAt {
  readonly run: TrialRun;
  readonly step: number;
  readonly analysis: Analysis;
}

/** Images of an analysis, real and generated each. */
const IMAGES = 8;

/** Methods whose discriminators are analyzed. */
export interface AnalysisTest {
  /** The recipe, and what each method sets over it. */
  readonly base: string;
  readonly methods: Readonly<Record<string, Trial["set"]>>;
  /** Generator steps of a small trial, and how many checkpoints it keeps; default the last alone. */
  readonly steps: number;
  readonly checkpoints?: number;
  /** What is set at the paper's scale. */
  readonly paper: Trial["set"];
  /** Layers whose Hessians are measured. */
  readonly layers?: readonly string[];
  judge(found: readonly AnalysisAt[]): Findings | Promise<Findings>;
}

/** Trains each method once, and judges by the analyses at every planned checkpoint. */
export function analysisTest(definition: AnalysisTest): TrialTest {
  const { base, methods, paper, layers, judge, ...small } = definition;
  return {
    kind: "trials",
    trials: (setting) =>
      atScale(setting, methodTrials(base, methods), { ...small, evaluated: false }, paper),
    seeds: { small: 1, paper: 1 },
    judge: async (runs, context) => judge(await analysesOf(runs, context, layers)),
  };
}

/** Analyses of runs at every planned checkpoint, and with the Hessian to each of some layers. */
async function analysesOf(
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
