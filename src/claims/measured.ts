/** What trained runs left, read for a judgement. */

import { exactSpectralNorm, singularValues, weightVariance } from "../analysis/weights/index.ts";
import { readResolvedConfig } from "../config/index.ts";
import { EvenkeelError } from "../errors.ts";
import { readEvaluations } from "../evaluation/results/index.ts";
import { type JsonLine, readJsonLines } from "../files/index.ts";
import { resultOf } from "../metrics/index.ts";
import { listCheckpoints } from "../runs/checkpoints/index.ts";
import { runFiles } from "../runs/folder/index.ts";
import { atInference, openTrained } from "../runs/trained/index.ts";
import { layerOf } from "../stabilizers/index.ts";
import { shell } from "../text.ts";
import type { TrialRun } from "./claim.ts";

/** The records of `metrics.jsonl`. */
export function recordsOf({ folder }: TrialRun): Promise<readonly JsonLine[]> {
  return readJsonLines(runFiles(folder).metrics);
}

/** A measure over the steps of a run: `sigma/conv1`, … */
export function courseOf(records: readonly JsonLine[], measure: string): Course {
  const points = records.flatMap(({ gStep, [measure]: value }) =>
    typeof gStep === "number" && typeof value === "number" ? [[gStep, value] as const] : [],
  );
  return { x: points.map(([step]) => step), y: points.map(([, value]) => value) };
}

/** Values over generator steps. */
export interface Course {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/**
 * The last Fréchet distance of a run, lower being better; infinite for a run that failed.
 *
 * @throws EvenkeelError `DATA` for a run that was not evaluated.
 */
export async function fidOf({ folder, state }: TrialRun): Promise<number> {
  if (state === "failed") return Number.POSITIVE_INFINITY;
  const records = await readEvaluations(runFiles(folder).evaluations);
  const last = records.findLast(({ metric }) => resultOf(metric)?.metric === "fid");
  if (last !== undefined) return last.value;
  throw new EvenkeelError("DATA", `${folder}: the run has no Fréchet distance`, {
    advice: shell`Measure it: evenkeel evaluate ${folder}`,
  });
}

/** A discriminator's weight at a checkpoint, as the forward pass uses it. */
export interface WeightAt {
  readonly step: number;
  readonly layer: string;
  readonly shape: readonly number[];
  readonly fanIn: number;
  readonly fanOut: number;
  /** Exact, of the weight as the matrix `[out, in·kH·kW]`; raw: as it is trained. */
  readonly sigma: { readonly effective: number; readonly raw: number };
  /** Variance of the numbers, and its shares of LeCun's, Xavier's and Kaiming's. */
  readonly variance: ReturnType<typeof weightVariance>;
  /** All singular values, largest first. */
  readonly spectrum: () => Float64Array;
}

/** The steps of a run's planned checkpoints, ascending. */
export async function checkpointsOf({ folder }: Pick<TrialRun, "folder">) {
  const { config, checkpoints } = runFiles(folder);
  const { checkpointEvery } = await readResolvedConfig(config);
  const kept = await listCheckpoints(checkpoints);
  return plannedSteps(
    kept.map(({ step }) => step),
    checkpointEvery,
  );
}

/** Steps at the interval, and the last: what an interruption saved between them must decide nothing. */
export function plannedSteps(steps: readonly number[], every: number): readonly number[] {
  return steps.filter((step) => step === steps.at(-1) || (every > 0 && step % every === 0));
}

/** Every weight at every planned checkpoint of a run, or at those of some steps. */
export async function weightsOf(
  run: Pick<TrialRun, "folder">,
  wanted: (step: number, last: number) => boolean = () => true,
): Promise<readonly WeightAt[]> {
  const steps = await checkpointsOf(run);
  const last = steps.at(-1) ?? 0;
  const found: WeightAt[] = [];
  for (const step of steps.filter((one) => wanted(one, last))) {
    const trained = await openTrained(run.folder, step);
    const { effective: changed } = await atInference(trained, "discriminator");
    for (const spec of trained.model.discriminator.parameters) {
      const { name, role, shape, fanIn, fanOut } = spec;
      if (role !== "weight") continue;
      const raw = trained.tensors[`discriminator/${name}`]!;
      const effective = { shape, data: changed[name] ?? raw.data };
      found.push({
        ...{ step, layer: layerOf(name), shape, fanIn, fanOut },
        sigma: { effective: exactSpectralNorm(effective, 0), raw: exactSpectralNorm(raw, 0) },
        variance: weightVariance(effective.data, { fanIn, fanOut }),
        spectrum: () => singularValues(effective, 0),
      });
    }
  }
  return found;
}
