/** SN-GAN, figure 4: the width of the last convolution. */
import type { Claim } from "../claim.ts";
import { fidCurves, fidScores, meanOf, measuredText, scoreTable, where } from "../findings.ts";
import { atScale, SMALL_NETWORKS } from "../small.ts";

/** Channels of the seventh convolution at relative width 1. */
const CHANNELS = { small: 64, paper: 512 } as const;
const WIDTHS = [0.5, 1, 2, 4, 8];
const METHODS = { orthonormal: "orthonormal-stl10-c", SN: "sngan-stl10-cnn-c" } as const;

export const width: Claim = {
  name: "width",
  paper: "SN-GAN",
  where: "figure 4",
  claimed:
    "As the last convolution gets wider, orthonormal regularization gets worse, and SN does not.",
  method: {
    small: `${SMALL_NETWORKS}; setting C, relative widths 0.5 to 8, 1000 generator steps, 3 seeds; Fréchet distance by the shapes classifier, where the paper has the inception score.`,
    paper: "The standard CNN on STL-10, setting C, relative widths 0.5 to 8; FID.",
  },
  published: "shown as curves of the inception score",
  criterion:
    "From relative width 1 to 8 the Fréchet distance of SN grows by at most a tenth, and by a smaller factor than that of orthonormal regularization.",
  test: {
    kind: "trials",
    trials: (scale) =>
      atScale(
        scale,
        Object.entries(METHODS).flatMap(([method, base]) =>
          WIDTHS.map((relative) => ({
            point: { method, width: relative },
            base,
            set: { "model.discriminatorLastChannels": relative * CHANNELS[scale] },
          })),
        ),
        { steps: 1000 },
      ),
    seeds: { small: 3, paper: 1 },
    async judge(runs) {
      const scores = await fidScores(runs);
      const at = (method: string, width: number) => meanOf(where(scores, { method, width }));
      const growth = (method: string) => at(method, 8) / at(method, 1);
      return {
        held: growth("SN") <= 1.1 && growth("SN") < growth("orthonormal"),
        measured: `From width 1 to 8 the Fréchet distance goes from ${measuredText(at("SN", 1))} to ${measuredText(at("SN", 8))} under SN, from ${measuredText(at("orthonormal", 1))} to ${measuredText(at("orthonormal", 8))} under orthonormal regularization.`,
        tables: [scoreTable("Fréchet distance", "Fréchet distance", scores)],
        charts: [
          fidCurves(
            {
              title: "Fréchet distance by the width of the last convolution",
              label: "relative width",
            },
            WIDTHS,
            Object.keys(METHODS),
            at,
          ),
        ],
      };
    },
  },
};
