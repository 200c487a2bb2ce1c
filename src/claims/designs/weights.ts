/** Tests on the weights of a run under SN. */
import type { Findings, TrialTest } from "../claim.ts";
import { type WeightAt, weightsOf } from "../measured.ts";
import { atScale, keptEvery } from "../small.ts";

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
    trials: (setting) =>
      atScale(
        setting,
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
