/** SN-GAN, figure 1: robust against learning rates, momentum and updates. */
import type { Claim, Scale } from "../claim.ts";
import { meanLog, minus, pairedTest } from "../designs/index.ts";
import { scoreChart, scoreTable, where } from "../findings.ts";
import { AGGRESSIVE, AGGRESSIVE_TEXT, atScale, MEDIUM_NETWORKS, SMALL_NETWORKS } from "../small.ts";
import { type Method, methodTrial } from "./methods.ts";

/** The aggressive settings that decide, and the one that is shown. */
const DECIDING = ["D", "E"] as const;
const SHOWN = "F";
const FEW: readonly Method[] = ["none", "batch norm", "weight clipping", "WGAN-GP", "weight norm"];
const COMPETITORS: Readonly<Record<Scale, readonly Method[]>> = {
  small: FEW,
  medium: FEW,
  paper: [...FEW, "layer norm"],
};

export const settings: Claim = {
  name: "settings",
  paper: "SN-GAN",
  where: "figure 1",
  claimed:
    "SN is robust over the settings A to F, while the methods it is compared with deteriorate at aggressive learning rates and momentum.",
  method: {
    small: `${SMALL_NETWORKS}; settings D and E, ${AGGRESSIVE_TEXT}; F is shown with one seed and decides nothing.`,
    medium: `${MEDIUM_NETWORKS}; settings D and E, α 4e-3 in place of 1e-3, 1000 generator steps; F is shown with one seed and decides nothing.`,
    paper:
      "The standard CNN on CIFAR-10; settings D and E, 100 000 generator steps; F is shown with one seed and decides nothing; FID.",
  },
  published: "shown as bars; the numbers could not be verified",
  criterion:
    "Over the aggressive settings D and E, the Fréchet distance of SN is below that of every other method.",
  test: pairedTest({
    seeds: { small: 5, medium: 5, paper: 5 },
    quotient:
      "the Fréchet distance of SN over that of the other method, in the geometric mean over D and E",
    trials: (setting) =>
      atScale(
        setting,
        ["SN" as const, ...COMPETITORS[setting.scale]].flatMap((method) => [
          ...DECIDING.map((one) => methodTrial(method, one)),
          { ...methodTrial(method, SHOWN), seeds: 1 },
        ]),
        AGGRESSIVE,
      ),
    parts: ({ scale }) =>
      COMPETITORS[scale].map((method) => ({
        name: `against ${method}`,
        hypothesis: `Over D and E the Fréchet distance of SN is below that of ${method === "none" ? "a network without a method" : method}.`,
        logQuotient: (log) =>
          meanLog(
            DECIDING.map((setting) =>
              minus(log({ method: "SN", setting }), log({ method, setting })),
            ),
          ),
      })),
    show: (scores) => ({
      charts: [...DECIDING, SHOWN].map((setting) =>
        scoreChart(`Setting ${setting}`, "Fréchet distance", where(scores, { setting })),
      ),
      tables: [scoreTable("Every setting", "Fréchet distance", scores)],
    }),
  }),
};
