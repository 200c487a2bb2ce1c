/** BSN: better over learning rates and discriminator steps. */
import type { Claim } from "../claim.ts";
import { meanLog, minus, pairedTest } from "../designs/index.ts";
import { figureOf, scoreChart, scoreTable, where } from "../findings.ts";
import { SMALL_NETWORKS } from "../small.ts";
import { RATE_SETTINGS, rateTrials, SMALL_SETTINGS_TEXT } from "./rate-settings.ts";
import { scaleChoice } from "./scale-sweep.ts";

const METHODS = ["BSN", "BSSN"] as const;

export const rates: Claim = {
  name: "rates",
  paper: "BSN",
  where: "scores by (α_G, α_D, n_dis)",
  claimed:
    "Over learning rates and numbers of discriminator steps BSN at scale 1 gives better images than SN, and so does BSSN.",
  method: {
    small: `${SMALL_NETWORKS}, hinge loss, 500 generator steps; ${SMALL_SETTINGS_TEXT}. BSSN has one scale, chosen in the first of them. The authors' grid is at scale 1.`,
    paper:
      "The standard CNN on CIFAR-10, hinge loss, the authors' five settings; BSSN has one scale, chosen in the first of them; FID.",
  },
  published: null,
  criterion:
    "In the geometric mean over the settings, the Fréchet distances of BSN at scale 1 and of BSSN at a scale that other seeds chose are both below that of SN.",
  test: pairedTest({
    seeds: { small: 5, paper: 5 },
    quotient: "the Fréchet distance over that of SN, in the geometric mean over the settings",
    choice: scaleChoice("bsn", 2),
    trials: (setting, { scale }) =>
      rateTrials(setting, {
        SN: { mode: "sn", scale: 1 },
        BSN: { mode: "bsn", scale: 1 },
        BSSN: { mode: "bsn", scale: Number(scale) },
      }),
    parts: ({ scale }) =>
      METHODS.map((method) => ({
        name: `${method} over SN`,
        hypothesis: `In the geometric mean over the settings the Fréchet distance of ${method} is below that of SN.`,
        logQuotient: (log) =>
          meanLog(
            RATE_SETTINGS[scale].map(({ name: setting }) =>
              minus(log({ method, setting }), log({ method: "SN", setting })),
            ),
          ),
      })),
    show: (scores, { scale }) => {
      const [first, ...others] = RATE_SETTINGS[scale].map(({ name }) => name);
      return {
        charts: figureOf([first!, ...others], (setting) =>
          scoreChart(
            `α_G / α_D / n_dis: ${setting}`,
            "Fréchet distance",
            where(scores, { setting }),
          ),
        ),
        tables: [scoreTable("Every setting", "Fréchet distance", scores)],
      };
    },
  }),
};
