/** Tests that several claims share. */
import type { Findings, Trial, TrialTest } from "./claim.ts";
import { fidScores, meanOf, scoreChart, scoreTable, where } from "./findings.ts";
import { type WeightAt, weightsOf } from "./measured.ts";
import { atScale, keptEvery, recipeTrials } from "./small.ts";

/** Methods that are compared by their Fréchet distance. */
export interface FidComparison<Method extends string> {
  /** Each with its recipe, and what is set over it. */
  readonly methods: Readonly<Record<Method, Omit<Trial, "point">>>;
  /** Generator steps of a small trial. */
  readonly steps: number;
  /** Title of the chart. */
  readonly title: string;
  /** Decides by the mean distance of each method over the seeds. */
  decide(fid: (method: Method) => number): Pick<Findings, "held" | "measured">;
}

/** Trains each method with three seeds, with one at the paper's scale, and compares the Fréchet distances. */
export function fidTest<Method extends string>(comparison: FidComparison<Method>): TrialTest {
  const { methods, steps, title, decide } = comparison;
  return {
    kind: "trials",
    trials: (scale) => atScale(scale, recipeTrials(methods), { steps }),
    seeds: { small: 3, paper: 1 },
    async judge(runs) {
      const scores = await fidScores(runs);
      return {
        ...decide((method) => meanOf(where(scores, { method }))),
        tables: [scoreTable("Fréchet distance", "Fréchet distance", scores)],
        charts: [scoreChart(title, "Fréchet distance", scores)],
      };
    },
  };
}

/** A run under SN whose weights are measured at its checkpoints. */
export interface WeightTest {
  /** The recipe. */
  readonly base: string;
  /** Generator steps of the small run, and how many checkpoints it keeps. */
  readonly steps: number;
  readonly checkpoints: number;
  /** The interval of the checkpoints at the paper's scale. */
  readonly checkpointEvery: number;
  judge(weights: readonly WeightAt[]): Findings;
}

/** Trains one run, and judges it by every weight at every checkpoint. */
export function weightTest(definition: WeightTest): TrialTest {
  const { base, steps, checkpoints, checkpointEvery, judge } = definition;
  const small = { steps, checkpoints, evaluated: false };
  return {
    kind: "trials",
    trials: (scale) =>
      atScale(
        scale,
        [{ point: { method: "SN" }, base, set: {} }],
        small,
        keptEvery(checkpointEvery),
      ),
    seeds: { small: 1, paper: 1 },
    async judge([run], { progress }) {
      progress("singular values", 0, 1);
      const weights = await weightsOf(run!);
      progress("singular values", 1, 1);
      return judge(weights);
    },
  };
}
