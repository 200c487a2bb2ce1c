/** SN-GAN, table 2: the methods in the standard CNN. */
import type { Claim } from "../claim.ts";
import { fidScores, meanOf, measuredText, scoreChart, scoreTable, where } from "../findings.ts";
import { atScale, SMALL_NETWORKS } from "../small.ts";
import { methods, methodTrial } from "./methods.ts";

export const table2: Claim = {
  name: "table-2",
  paper: "SN-GAN",
  where: "table 2",
  claimed:
    "In the standard CNN SN is better than weight clipping, WGAN-GP, batch, layer and weight normalization, and about as good as orthonormal regularization.",
  method: {
    small: `${SMALL_NETWORKS}; setting C for all methods, where the paper took the best of A to F for each; 1500 generator steps, 3 seeds; Fréchet distance by the shapes classifier.`,
    paper: "The standard CNN on CIFAR-10 at setting C, 100 000 steps; FID.",
  },
  published:
    "CIFAR-10, FID: weight clipping 42.6, WGAN-GP 40.2, batch norm 56.3, layer norm 33.9, weight norm 34.7, orthonormal 29.0, SN 29.3",
  criterion: "The Fréchet distance of SN is below that of every method but orthonormal.",
  test: {
    kind: "trials",
    trials: (scale) =>
      atScale(
        scale,
        methods.map((method) => methodTrial(method, "C")),
        { steps: 1500 },
      ),
    seeds: { small: 3, paper: 1 },
    async judge(runs) {
      const scores = await fidScores(runs);
      const value = (method: string) => meanOf(where(scores, { method }));
      const others = methods.filter((method) => method !== "SN" && method !== "orthonormal");
      return {
        held: others.every((method) => value("SN") < value(method)),
        measured: `Fréchet distance: ${methods.map((method) => `${method} ${measuredText(value(method))}`).join(", ")}.`,
        tables: [scoreTable("Fréchet distance", "Fréchet distance", scores)],
        charts: [scoreChart("Methods at setting C", "Fréchet distance", scores)],
      };
    },
  },
};
