/** SN-GAN, figure 11: discriminator steps for each generator step. */
import type { Claim } from "../claim.ts";
import { fidCurves, fidScores, meanOf, measuredText, scoreTable, where } from "../findings.ts";
import { atScale, SMALL_NETWORKS } from "../small.ts";
import { methodTrial } from "./methods.ts";

const COUNTS = [1, 2, 5, 10];
const METHODS = ["weight norm", "SN"] as const;

export const discriminatorSteps: Claim = {
  name: "discriminator-steps",
  paper: "SN-GAN",
  where: "figure 11",
  claimed:
    "With more discriminator steps for each generator step weight normalization gets worse, SN does not.",
  method: {
    small: `${SMALL_NETWORKS}; setting D but for n_dis, 400 generator steps, 3 seeds; Fréchet distance by the shapes classifier, where the paper has the inception score.`,
    paper: "The standard CNN on CIFAR-10, setting D but for n_dis, 10 000 generator steps; FID.",
  },
  published: "shown as curves of the inception score",
  criterion:
    "From n_dis 1 to n_dis 10 the Fréchet distance of SN does not grow, and its quotient is smaller than that of weight norm.",
  test: {
    kind: "trials",
    trials: (scale) =>
      atScale(
        scale,
        METHODS.flatMap((method) =>
          COUNTS.map((nDis) => {
            const { base, set } = methodTrial(method, "D");
            return { point: { method, nDis }, base, set: { ...set, nDis } };
          }),
        ),
        { steps: 400 },
        { steps: 10_000, "evaluate.every": 10_000 },
      ),
    seeds: { small: 3, paper: 1 },
    async judge(runs) {
      const scores = await fidScores(runs);
      const at = (method: string, nDis: number) => meanOf(where(scores, { method, nDis }));
      const growth = METHODS.map((method) => at(method, 10) / at(method, 1));
      const [weightNorm, sn] = growth as [number, number];
      return {
        held: sn <= 1 && sn < weightNorm,
        measured: `From n_dis 1 to 10 the Fréchet distance goes from ${measuredText(at("SN", 1))} to ${measuredText(at("SN", 10))} under SN, from ${measuredText(at("weight norm", 1))} to ${measuredText(at("weight norm", 10))} under weight norm.`,
        tables: [scoreTable("Fréchet distance", "Fréchet distance", scores)],
        charts: [
          fidCurves(
            { title: "Fréchet distance by discriminator steps", label: "n_dis" },
            COUNTS,
            METHODS,
            at,
          ),
        ],
      };
    },
  },
};
