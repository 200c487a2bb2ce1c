/** BSN: four data sets. */
import type { Claim } from "../claim.ts";
import {
  fidScores,
  figureOf,
  meanOf,
  measuredText,
  scoreChart,
  scoreTable,
  where,
} from "../findings.ts";
import { atScale, SMALL_NETWORKS } from "../small.ts";

const METHODS = {
  SN: { name: "sn" },
  SSN: { name: "ssn", scale: 1.2 },
  BSN: { name: "bsn" },
  BSSN: { name: "bssn", scale: 1.2 },
} as const;
const SETS = {
  small: ["shapes at 32", "shapes at 48"],
  paper: ["cifar10", "stl10", "celeba", "imagenet"],
} as const;
/** Pixels of the small ones. */
const SIZES = [32, 48];

export const dataSets: Claim = {
  name: "data-sets",
  paper: "BSN",
  where: "table of scores on CIFAR-10, STL-10, CelebA and ImageNet",
  claimed: "On all data sets BSSN gives better images than SN.",
  method: {
    small: `${SMALL_NETWORKS} and at 48, hinge loss, the scale 1.2 where there is one, 800 generator steps, 3 seeds; Fréchet distance by the shapes classifier.`,
    paper:
      "The papers' networks on the four data sets, the scale 1.2 where there is one, since the best ones could not be verified; 5 seeds.",
  },
  published: null,
  criterion: "On every data set the mean Fréchet distance of BSSN is below that of SN.",
  test: {
    kind: "trials",
    trials: (scale) =>
      Object.entries(METHODS).flatMap(([method, reparametrization]) => {
        const set = { "discriminator.reparametrization": reparametrization };
        if (scale === "paper") {
          const trials = SETS.paper.map((data) => ({
            point: { data, method },
            base: `bssn-${data}`,
            set,
          }));
          return atScale(scale, trials, { steps: 0 });
        }
        const trials = SETS.small.map((data, i) => ({
          point: { data, method },
          base: "bssn-cifar10",
          set: { ...set, "data.size": SIZES[i] },
        }));
        return atScale(scale, trials, { steps: 800 });
      }),
    seeds: { small: 3, paper: 5 },
    async judge(runs, { scale }) {
      const scores = await fidScores(runs);
      const sets: readonly [string, ...string[]] = SETS[scale];
      const mean = (data: string, method: string) => meanOf(where(scores, { data, method }));
      return {
        held: sets.every((data) => mean(data, "BSSN") < mean(data, "SN")),
        measured: sets
          .map(
            (data) =>
              `${data}: ${Object.keys(METHODS)
                .map((method) => `${method} ${measuredText(mean(data, method))}`)
                .join(", ")}`,
          )
          .join("; ")
          .concat("."),
        tables: [scoreTable("Fréchet distance", "Fréchet distance", scores)],
        charts: figureOf(sets, (data) =>
          scoreChart(data, "Fréchet distance", where(scores, { data })),
        ),
      };
    },
  },
};
