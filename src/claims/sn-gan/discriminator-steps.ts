/** SN-GAN, figure 11: discriminator steps for each generator step. */
import type { Claim } from "../claim.ts";
import { minus, pairedTest } from "../designs/index.ts";
import { scoreCurves, scoreTable } from "../findings.ts";
import { AGGRESSIVE, AGGRESSIVE_TEXT, atScale, SMALL_NETWORKS } from "../small.ts";
import { methodTrial } from "./methods.ts";

/** The counts that decide, and those that are shown. */
const [FEW, MANY] = [1, 10];
const SHOWN = [2, 5];
const METHODS = ["weight norm", "SN"] as const;
/** How much worse counts as the same. */
const SAME = 1.1;

export const discriminatorSteps: Claim = {
  name: "discriminator-steps",
  paper: "SN-GAN",
  where: "figure 11",
  claimed:
    "With more discriminator steps for each generator step weight normalization gets worse, SN does not.",
  method: {
    small: `${SMALL_NETWORKS}; setting D but for n_dis, ${AGGRESSIVE_TEXT}; n_dis 1 and 10, 2 and 5 with one seed for the curve. The paper has the inception score.`,
    paper: "The standard CNN on CIFAR-10, setting D but for n_dis, 10 000 generator steps; FID.",
  },
  published: "shown as curves of the inception score",
  criterion:
    "From n_dis 1 to n_dis 10 the Fréchet distance of SN grows by less than a tenth, and by a smaller factor than that of weight norm.",
  test: pairedTest({
    seeds: { small: 8, paper: 5 },
    quotient:
      "the Fréchet distance at n_dis 10 over that at n_dis 1; against weight norm, SN's quotient over the other's",
    trials: (setting) =>
      atScale(
        setting,
        METHODS.flatMap((method) =>
          [FEW, MANY, ...SHOWN].map((nDis) => {
            const { base, set } = methodTrial(method, "D");
            return {
              ...{ point: { method, nDis }, base, set: { ...set, nDis } },
              ...(SHOWN.includes(nDis) && { seeds: 1 }),
            };
          }),
        ),
        AGGRESSIVE,
        { steps: 10_000, "evaluate.every": 10_000 },
      ),
    parts: () => [
      {
        name: "SN, many over few",
        hypothesis: "From n_dis 1 to 10 the Fréchet distance of SN grows by less than a tenth.",
        below: SAME,
        logQuotient: (log) =>
          minus(log({ method: "SN", nDis: MANY }), log({ method: "SN", nDis: FEW })),
      },
      {
        name: "SN over weight norm",
        hypothesis:
          "From n_dis 1 to 10 the Fréchet distance of SN grows by a smaller factor than that of weight norm.",
        logQuotient: (log) => {
          const growth = (method: string) =>
            minus(log({ method, nDis: MANY }), log({ method, nDis: FEW }));
          return minus(growth("SN"), growth("weight norm"));
        },
      },
    ],
    show: (scores) => ({
      charts: [
        scoreCurves(
          { title: "Fréchet distance by discriminator steps", x: "n_dis", y: "Fréchet distance" },
          scores,
          { x: "nDis", method: "method" },
        ),
      ],
      tables: [scoreTable("Every n_dis", "Fréchet distance", scores)],
    }),
  }),
};
