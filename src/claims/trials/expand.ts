/** The runs of a claim's trials. */
import { loadConfig } from "../../config/index.ts";
import { refusal } from "../../errors.ts";
import { RUNS } from "../../limits.ts";
import { type ExpandedRun, runsOfPoints } from "../../sweeps/plan/index.ts";
import { type Chosen, FIRST_SEED, type Setting, type Trial, type TrialTest } from "../claim.ts";

/** How trials are expanded. */
export interface TrialOptions {
  /** Seeds of the test; default the test's own number. */
  readonly seeds?: number | undefined;
  /** Options `path=value` for all runs, over everything else. */
  readonly set: readonly string[];
}

/** The runs that choose, if there are any, and those of the test. */
export interface TrialPlan {
  readonly choice: readonly ExpandedRun[];
  readonly test: readonly ExpandedRun[];
}

/** Seeds of a test at a scale. */
export function seedsOf(test: TrialTest, { scale }: Setting, seeds?: number): number {
  return seeds ?? test.seeds[scale] ?? 0;
}

/**
 * All runs of a test, those after a choice as they may be.
 *
 * @throws EvenkeelError `CONFIG` for options that do not fit.
 */
export async function planTrials(
  test: TrialTest,
  setting: Setting,
  options: TrialOptions,
): Promise<TrialPlan> {
  const { choice } = test;
  return {
    choice: await choiceRuns(test, setting, options),
    test: await testRuns(test, setting, choice?.planned(setting) ?? {}, options),
  };
}

/** The runs of the choice: its trials with the first seeds. */
export async function choiceRuns(
  { choice }: TrialTest,
  setting: Setting,
  { set }: TrialOptions,
): Promise<readonly ExpandedRun[]> {
  if (choice === undefined) return [];
  return expand(choice.trials(setting), { first: FIRST_SEED, count: choice.seeds, set });
}

/** The runs of the test: its trials with the seeds that follow those of the choice. */
export async function testRuns(
  test: TrialTest,
  setting: Setting,
  chosen: Chosen,
  { seeds, set }: TrialOptions,
): Promise<readonly ExpandedRun[]> {
  const count = seedsOf(test, setting, seeds);
  const first = FIRST_SEED + (test.choice?.seeds ?? 0);
  return expand(test.trials(setting, chosen), { first, count, set });
}

/** All trials with the first seed, then with the second, … */
async function expand(
  trials: readonly Trial[],
  { first, count, set }: { first: number; count: number; set: readonly string[] },
): Promise<readonly ExpandedRun[]> {
  const points = await Promise.all(
    trials.map(async ({ point, base, set: own, seeds = count }) => {
      const config = await loadConfig(base, [...Object.entries(own), ...set]);
      return { point, config, seeds };
    }),
  );
  const all = points.reduce((sum, { seeds }) => sum + Math.min(seeds, count), 0);
  if (all > RUNS.most) {
    throw refusal("USAGE", {
      where: "--seeds",
      rule: `must leave at most ${RUNS.most} runs, as ${RUNS.because}: of this claim ${all}`,
      got: count,
    });
  }
  const runs = Array.from({ length: count }, (_, i) => {
    const own = points.filter(({ seeds }) => i < seeds);
    return runsOfPoints(own, own.length === 0 ? [] : [own[0]!.config.seed + first + i]);
  });
  return runs.flat();
}
