/** The runs of a search for a scale. */

import { type Config, loadConfig } from "../config/index.ts";
import { EvenkeelError } from "../errors.ts";
import { mainMeasure, resultMode } from "../evaluation/results/index.ts";
import {
  type ExpandedRun,
  type Halving,
  halvedCost,
  rungsOf,
  runsOfPoints,
} from "../sweeps/plan/index.ts";
import { SCALE_KEY, type ScaledMethod, scaledMethodOf } from "./method.ts";
import { type ScaleRequest, scalesOf } from "./request.ts";

/** The part of the contenders that halving keeps. */
const KEEP = 0.5;
/** The part of a whole run that a gradient is looked at for. */
const SHORT = 1 / 8;
/** Records of the slope in a short run. */
const RECORDS = 20;

/** The part of a search in which runs are trained to one step. */
export interface ScaleStage {
  /** The generator step that the runs are trained to, from that of the stage before. */
  readonly step: number;
  readonly runs: number;
  /** Generator steps of all these runs in the stage. */
  readonly steps: number;
}

/** What will be trained. */
export interface ScalePlan {
  readonly method: ScaledMethod;
  readonly scales: readonly number[];
  readonly runs: readonly ExpandedRun[];
  /** How they are halved; `null` when the gradient decides. */
  readonly halving: Halving | null;
  /** What is trained one after the other if nothing fails. */
  readonly stages: readonly ScaleStage[];
  /** Generator steps of all stages. */
  readonly steps: number;
  /** Generator steps of all scales' whole runs. */
  readonly gridSteps: number;
}

/**
 * Expands a search into runs: all scales with the config's seed, then with the next, …
 *
 * By halving, half of the scales continue each time the steps double; the first rung is such that one
 * scale is left for the last rung. By the gradient, every run has an eighth of the steps.
 *
 * @throws EvenkeelError `CONFIG` for a config that is wrong, has no scale or too few steps; `USAGE` for
 *   scales or a metric that will not do.
 */
export async function planScales(request: ScaleRequest): Promise<ScalePlan> {
  const { start, set, by, seeds = 1 } = request;
  if (by === "gradient" && (request.metric !== undefined || request.mode !== undefined)) {
    const option = request.metric === undefined ? "--mode" : "--metric";
    throw new EvenkeelError("USAGE", `${option}: must be used with --by halving`, {
      advice: "With --by gradient the discriminator's slope decides.",
    });
  }
  const scales = scalesOf(request);
  const steps = request.steps === undefined ? [] : [`steps=${request.steps}`];
  const whole = await loadConfig(start, [...set, ...steps]);
  const method = scaledMethodOf(whole);
  const first = Math.floor(whole.steps / 2 ** Math.ceil(Math.log2(scales.length)));
  const short = Math.ceil(whole.steps * SHORT);
  if (first < 1) {
    throw new EvenkeelError(
      "CONFIG",
      `steps: must be enough to be halved for ${scales.length} scales, got ${whole.steps}`,
      { advice: "Give more --steps, or fewer --scales." },
    );
  }
  const own =
    by === "halving"
      ? evaluated(request.metric, first)
      : [
          `steps=${short}`,
          "evaluate.every=0",
          `instruments.every=${Math.max(1, Math.floor(short / RECORDS))}`,
        ];
  const configs = await Promise.all(
    scales.map((scale) =>
      loadConfig(start, [...set, ...steps, ...method.options, `${SCALE_KEY}=${scale}`, ...own]),
    ),
  );
  const halving = by === "halving" ? halvingOf(request, configs[0]!, first) : null;
  const runs = runsOfPoints(
    scales.map((scale, i) => ({ point: { [SCALE_KEY]: scale }, config: configs[i]! })),
    seeds,
  );
  const gridSteps = runs.length * whole.steps;
  const stages =
    halving === null
      ? stagesOf([short], [runs.length])
      : stagesOf(
          halving.rungs,
          halvedCost(halving, scales.length).counts.map((count) => count * seeds),
        );
  const trained = stages.reduce((sum, stage) => sum + stage.steps, 0);
  return { method, scales, runs, halving, stages, steps: trained, gridSteps };
}

/** The stages of runs that are trained to these steps, so many to each. */
function stagesOf(steps: readonly number[], runs: readonly number[]): readonly ScaleStage[] {
  return steps.map((step, i) => {
    const count = runs[i]!;
    return { step, runs: count, steps: count * (step - (steps[i - 1] ?? 0)) };
  });
}

function evaluated(metric: string | undefined, first: number): readonly string[] {
  return metric === undefined || metric.startsWith("evaluate/") ? [`evaluate.every=${first}`] : [];
}

function halvingOf({ metric, mode }: ScaleRequest, config: Config, first: number): Halving {
  const rungs = rungsOf(first, KEEP, config.steps);
  const main = mainMeasure(config);
  if (metric === undefined || metric === main.metric) {
    return { ...main, ...(mode && { mode }), keep: KEEP, rungs };
  }
  const known = mode ?? resultMode(metric);
  if (known === undefined) {
    throw new EvenkeelError("USAGE", `--mode: must be given for the metric ${metric}`, {
      advice: "--mode min if a low value is good, --mode max if a high one is.",
    });
  }
  return { metric, mode: known, keep: KEEP, rungs };
}
