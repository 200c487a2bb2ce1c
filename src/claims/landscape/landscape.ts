/** Kurach et al. 2019: SN over many settings. */

import { medianOf } from "../../statistics/index.ts";
import type { Claim, Scale, Setting, Trial } from "../claim.ts";
import { type LogOf, minus, pairedTest } from "../designs/index.ts";
import { scoreChart, scoreTable, where } from "../findings.ts";
import { atScale, NO_METHOD, rates, SMALL_NETWORKS } from "../small.ts";

const METHODS = {
  none: NO_METHOD,
  "batch norm": { ...NO_METHOD, "discriminator.normalization": { name: "batch-norm" } },
  SN: {},
} as const;
type Method = keyof typeof METHODS;
const OTHERS: readonly Method[] = ["none", "batch norm"];

/** One of the study's fixed settings, which share the penalty's weight λ where there is none. */
interface FixedSetting {
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly nDis: number;
}

/** Discriminator steps of a run. */
const D_STEPS = { small: 500, paper: 200_000 } as const;

/** The study's settings without a penalty; at the small scale two rates, four times as large, and two of the rest. */
const SETTINGS: Readonly<Record<"small" | "paper", readonly FixedSetting[]>> = {
  small: fixedSettings([8e-4, 4e-3], [updates(0.5, 0.999, 1), updates(0.5, 0.9, 5)]),
  paper: fixedSettings(
    [1e-4, 2e-4, 1e-3],
    [
      ...[updates(0.5, 0.9, 5), updates(0.5, 0.999, 1)],
      ...[updates(0.5, 0.999, 5), updates(0.9, 0.999, 5)],
    ],
  ),
};

function updates(beta1: number, beta2: number, nDis: number): Omit<FixedSetting, "rate"> {
  return { beta1, beta2, nDis };
}

function fixedSettings(
  learningRates: readonly number[],
  others: readonly Omit<FixedSetting, "rate">[],
): readonly FixedSetting[] {
  return learningRates.flatMap((rate) => others.map((one) => ({ rate, ...one })));
}

function sizeOf(scale: Scale): "small" | "paper" {
  return scale === "paper" ? "paper" : "small";
}

function nameOf({ rate, beta1, beta2, nDis }: FixedSetting): string {
  return `α ${rate} β ${beta1} ${beta2} n ${nDis}`;
}

function trialsOf(setting: Setting): readonly Trial[] {
  const size = sizeOf(setting.scale);
  const trials = SETTINGS[size].flatMap((one) =>
    Object.entries(METHODS).map(([method, set]): Trial => {
      const steps = Math.round(D_STEPS[size] / one.nDis);
      return {
        point: { method, setting: nameOf(one) },
        base: "sndcgan-cifar10",
        set: {
          ...rates(one.rate),
          ...betas(one),
          nDis: one.nDis,
          steps,
          ...Object.fromEntries(
            ["evaluate.every", "checkpointEvery", "sampleEvery"].map((key) => [key, steps]),
          ),
          ...set,
        },
      };
    }),
  );
  return atScale(setting, trials, { steps: D_STEPS.small });
}

function betas({ beta1, beta2 }: FixedSetting): Trial["set"] {
  const both = ["generator", "discriminator"].flatMap((player) => [
    [`${player}.optimizer.beta1`, beta1],
    [`${player}.optimizer.beta2`, beta2],
  ]);
  return Object.fromEntries(both);
}

/** The logarithm of a seed's median distance over the settings. */
function medianLog(log: LogOf, settings: readonly FixedSetting[], method: Method): number {
  return medianOf(settings.map((one) => log({ method, setting: nameOf(one) })));
}

export const landscape: Claim = {
  name: "landscape",
  paper: "Kurach et al.",
  where: "fixed settings, SNDCGAN",
  claimed:
    "Over many settings of learning rate, momentum and updates, SN is better than no normalization of D and than batch normalization.",
  method: {
    small: `${SMALL_NETWORKS}, channels as in SNDCGAN; non-saturating loss; four settings: α 8e-4 and 4e-3, four times two of the study's, each with β 0.5, 0.999 and n_dis 1, and with β 0.5, 0.9 and n_dis 5; 500 discriminator steps, as the study counts them, in place of 200 000.`,
    paper:
      "SNDCGAN on CIFAR-10, non-saturating loss, the 12 fixed settings that the study has without a penalty (their values could not be checked, their number could), 200 000 discriminator steps; FID.",
  },
  published:
    "released task list, best of a search on CIFAR-10, FID: none 28.66, SN 25.27; batch normalization in D is said to hurt",
  criterion:
    "The Fréchet distance of SN, in the median over the settings, is below that of a network without a method and below that of batch normalization.",
  test: pairedTest({
    seeds: { small: 5, paper: 5 },
    quotient:
      "the Fréchet distance of SN over that of the other method, each the median over the settings",
    trials: trialsOf,
    parts: ({ scale }) =>
      OTHERS.map((method) => ({
        name: `against ${method}`,
        hypothesis: `The median Fréchet distance of SN over the settings is below that of ${method === "none" ? "a network without a method" : method}.`,
        logQuotient: (log) => {
          const settings = SETTINGS[sizeOf(scale)];
          return minus(medianLog(log, settings, "SN"), medianLog(log, settings, method));
        },
      })),
    show: (scores, { scale }) => {
      const [first, ...others] = SETTINGS[sizeOf(scale)].map((one) =>
        scoreChart(nameOf(one), "Fréchet distance", where(scores, { setting: nameOf(one) })),
      );
      return {
        charts: [first!, ...others],
        tables: [scoreTable("Every setting", "Fréchet distance", scores)],
      };
    },
  }),
};
