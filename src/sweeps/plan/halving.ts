/**
 * Successive halving: all points of a sweep train a little, the better part of them continues, and so on.
 *
 * A rung is a step at which all contenders have stopped. Runs keep the config of the whole run and are
 * stopped at the rung (`train --until`), so a learning rate that falls until the last step is right, and a
 * run that goes through all rungs has the weights of one that never stopped, bit for bit. Which
 * points continue follows from the records in `metrics.jsonl` alone: nothing else has to be stored.
 *
 * As a library: {@link expandSweep} and {@link createSweep} with a file that has `halving`, then
 * {@link driveSweep} with any executor, then {@link halvingStandings} for the places and the winner.
 *
 * @see Jamieson and Talwalkar 2016, "Non-stochastic best arm identification and hyperparameter
 *   optimization".
 */
import type { Config, ConfigPath, Problem } from "../../config/index.ts";
import { unlikeEvaluations } from "./evaluated.ts";
import type { HalvingDescription } from "./schema.ts";

/** How a sweep is halved; its file's `halving` with the rungs worked out. */
export interface Halving {
  /** A measure of `metrics.jsonl`, such as `evaluate/fid` or `loss/d`. */
  readonly metric: string;
  /** Whether a low value is good, or a high one. */
  readonly mode: "min" | "max";
  /** The part of the contenders that continues, in (0, 1); at least one does. */
  readonly keep: number;
  /** Generator steps, ascending; the last are those of the whole run. */
  readonly rungs: readonly number[];
}

/** How many of `points` points go to each rung if none is lost, and which part of all steps that is. */
export function halvedCost(
  { keep, rungs }: Pick<Halving, "keep" | "rungs">,
  points: number,
): { readonly counts: readonly number[]; readonly share: number } {
  const counts: number[] = [];
  let [steps, before] = [0, 0];
  for (const step of rungs) {
    const last = counts.at(-1);
    const count = last === undefined ? points : goingOn(last, keep);
    counts.push(count);
    steps += count * (step - before);
    before = step;
  }
  return { counts, share: steps / (points * before) };
}

/** What is wrong with a sweep's `halving` for these runs. */
export function halvingProblems(
  { metric, first }: HalvingDescription,
  configs: readonly Config[],
): Problem[] {
  const steps = [...new Set(configs.map((config) => config.steps))];
  const unlike = unlikeEvaluations(metric, configs, `first (${first})`, first);
  const problem = (path: ConfigPath, text: string): Problem => ({
    path: ["halving", ...path],
    text,
  });
  return [
    ...(steps.length > 1
      ? [problem([], `all runs must have the same steps, got ${steps.join(", ")}`)]
      : []),
    ...(first >= Math.min(...steps)
      ? [
          problem(
            ["first"],
            `must be less than the ${Math.min(...steps)} steps of a run, got ${first}`,
          ),
        ]
      : []),
    ...unlike.map((text) => problem([], text)),
  ];
}

/**
 * The rungs: `first` steps, then 1/`keep` times as many each, and `steps` at last. A rung that would leave
 * less than a factor of √(1/keep) to the end is left out.
 *
 * @param first generator steps of the first rung, less than `steps`.
 */
export function rungsOf(first: number, keep: number, steps: number): readonly number[] {
  const rungs: number[] = [];
  for (let step = first; step * Math.sqrt(1 / keep) < steps; step /= keep) {
    rungs.push(Math.round(step));
  }
  return [...rungs, steps];
}

/**
 * The indices of the contenders that continue, best first: a part `keep` of all, rounded up, but none whose
 * value is `null` or not finite. Of equals the earlier continues.
 */
export function survivors(
  values: readonly (number | null)[],
  { keep, mode }: Pick<Halving, "keep" | "mode">,
): readonly number[] {
  const sign = mode === "min" ? 1 : -1;
  const sound = values.flatMap((value, i) => (Number.isFinite(value) ? [i] : []));
  const ranked = sound.sort(
    (a, b) => sign * ((values[a] as number) - (values[b] as number)) || a - b,
  );
  return ranked.slice(0, goingOn(values.length, keep));
}

/** A part of a number, rounded up, at least 1. */
function goingOn(count: number, keep: number): number {
  return Math.max(1, Math.ceil(keep * count - 1e-9));
}
