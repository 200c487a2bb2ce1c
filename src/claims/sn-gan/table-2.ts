/** SN-GAN, table 2: the methods in the standard CNN. */
import type { Chosen, Claim, Scale } from "../claim.ts";
import { minus, pairedTest } from "../designs/index.ts";
import { bestOf, fidScores, scoreChart, scoreTable, where } from "../findings.ts";
import { AGGRESSIVE, AGGRESSIVE_TEXT, atScale, MEDIUM_NETWORKS, SMALL_NETWORKS } from "../small.ts";
import { type Method, methodTrial } from "./methods.ts";

const COMPETITORS = [
  "weight clipping",
  "WGAN-GP",
  "batch norm",
  "layer norm",
  "weight norm",
] as const satisfies readonly Method[];
/** Shown beside them: the paper has it on a par with SN. */
const METHODS = [...COMPETITORS, "orthonormal", "SN"] as const;
/** The settings that each method's best is chosen from. */
const CANDIDATES: Readonly<Record<Scale, readonly string[]>> = {
  small: ["D", "E"],
  medium: ["D", "E"],
  paper: ["A", "B", "C", "D", "E", "F"],
};

export const table2: Claim = {
  name: "table-2",
  paper: "SN-GAN",
  where: "table 2",
  claimed:
    "In the standard CNN SN is better than weight clipping, WGAN-GP, batch, layer and weight normalization, and about as good as orthonormal regularization.",
  method: {
    small: `${SMALL_NETWORKS}; ${AGGRESSIVE_TEXT}; each method at the better of the settings D and E. Orthonormal regularization is shown and decides nothing.`,
    medium: `${MEDIUM_NETWORKS}; α 4e-3 in place of 1e-3, 1000 generator steps; each method at the better of the settings D and E. Orthonormal regularization is shown and decides nothing.`,
    paper:
      "The standard CNN on CIFAR-10, 100 000 generator steps; each method at the best of the settings A to F; FID. Orthonormal regularization is shown and decides nothing.",
  },
  published:
    "CIFAR-10, FID: weight clipping 42.6, WGAN-GP 40.2, batch norm 56.3, layer norm 33.9, weight norm 34.7, orthonormal 29.0, SN 29.3",
  criterion:
    "Each method at its best setting, the Fréchet distance of SN is below that of every method but orthonormal.",
  test: pairedTest({
    seeds: { small: 5, medium: 5, paper: 5 },
    quotient: "the Fréchet distance of SN over that of the other method, each at its best setting",
    choice: {
      what: "each method's setting",
      seeds: 2,
      trials: (setting) =>
        atScale(
          setting,
          METHODS.flatMap((method) =>
            CANDIDATES[setting.scale].map((one) => methodTrial(method, one)),
          ),
          AGGRESSIVE,
        ),
      async choose(runs) {
        const scores = await fidScores(runs);
        return Object.fromEntries(
          METHODS.map((method) => [method, bestOf(where(scores, { method })).point.setting!]),
        );
      },
      planned: () => Object.fromEntries(METHODS.map((method) => [method, "D"])),
    },
    trials: (setting, chosen: Chosen) =>
      atScale(
        setting,
        METHODS.map((method) => methodTrial(method, String(chosen[method]))),
        AGGRESSIVE,
      ),
    parts: () =>
      COMPETITORS.map((method) => ({
        name: `against ${method}`,
        hypothesis: `Each at its best setting, the Fréchet distance of SN is below that of ${method}.`,
        logQuotient: (log) => minus(log({ method: "SN" }), log({ method })),
      })),
    async show(scores, { choiceRuns }) {
      const tried = await fidScores(choiceRuns);
      return {
        charts: [scoreChart("Methods at their best settings", "Fréchet distance", scores)],
        tables: [
          scoreTable("At the best setting", "Fréchet distance", scores),
          scoreTable("Choice of the settings", "Fréchet distance", tried),
        ],
      };
    },
  }),
};
