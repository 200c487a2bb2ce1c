/** BSN: stability over learning rates and discriminator steps. */
import type { Claim } from "../claim.ts";
import { fidScores, meanOf, measuredText, scoreChart, scoreTable, where } from "../findings.ts";
import { atScale, SMALL_NETWORKS } from "../small.ts";

const SETTINGS = ["lr-1e-4-1e-4", "lr-1e-4-2e-4", "lr-2e-4-1e-4", "lr-2e-4-2e-4", "ndis-5"];
const METHODS = {
  SN: { mode: "sn", set: {} },
  BSSN: { mode: "bsn", set: { "discriminator.reparametrization": { name: "bssn", scale: 1.2 } } },
} as const;

export const rates: Claim = {
  name: "rates",
  paper: "BSN",
  where: "scores by (α_G, α_D, n_dis)",
  claimed:
    "Over learning rates and numbers of discriminator steps BSSN gives better images than SN.",
  method: {
    small: `${SMALL_NETWORKS}, hinge loss, BSSN at scale 1.2, 800 generator steps, 3 seeds; Fréchet distance by the shapes classifier.`,
    paper: "The standard CNN on CIFAR-10, hinge loss, BSSN at scale 1.2, 5 seeds; FID.",
  },
  published: null,
  criterion:
    "In the mean over the five settings the Fréchet distance of BSSN is below that of SN, and in most of them as well.",
  test: {
    kind: "trials",
    trials: (scale) =>
      atScale(
        scale,
        Object.entries(METHODS).flatMap(([method, { mode, set }]) =>
          SETTINGS.map((setting) => ({
            point: { method, setting },
            base: `${mode}-cifar10-${setting}`,
            set,
          })),
        ),
        { steps: 800 },
      ),
    seeds: { small: 3, paper: 5 },
    async judge(runs) {
      const scores = await fidScores(runs);
      const mean = (method: string) => meanOf(where(scores, { method }));
      const won = SETTINGS.filter(
        (setting) =>
          meanOf(where(scores, { method: "BSSN", setting })) <
          meanOf(where(scores, { method: "SN", setting })),
      ).length;
      return {
        held: mean("BSSN") < mean("SN") && won > SETTINGS.length / 2,
        measured: `Mean Fréchet distance: SN ${measuredText(mean("SN"))}, BSSN ${measuredText(mean("BSSN"))}; BSSN is better in ${won} of ${SETTINGS.length} settings.`,
        tables: [scoreTable("Fréchet distance", "Fréchet distance", scores)],
        charts: [scoreChart("SN and BSSN by setting", "Fréchet distance", scores)],
      };
    },
  },
};
