/** SN-GAN, figure 4: the width of the last convolution. */
import type { Claim } from "../claim.ts";
import { minus, pairedTest } from "../designs/index.ts";
import { scoreCurves, scoreTable } from "../findings.ts";
import { atScale, QUICK, QUICK_TEXT, SMALL_NETWORKS } from "../small.ts";

/** Channels of the seventh convolution at relative width 1, beside the discriminator's first. */
const WIDENING = 8;
const FIRST = { small: 8, paper: 64 } as const;
/** The widths that decide, and those that are shown. */
const [NARROW, WIDE] = [1, 8];
const SHOWN = [0.5, 2, 4];
const METHODS = { orthonormal: "orthonormal-stl10-c", SN: "sngan-stl10-cnn-c" } as const;
/** How much worse counts as the same. */
const SAME = 1.1;

export const width: Claim = {
  name: "width",
  paper: "SN-GAN",
  where: "figure 4",
  claimed:
    "As the last convolution gets wider, orthonormal regularization gets worse, and SN does not.",
  method: {
    small: `${SMALL_NETWORKS}; ${QUICK_TEXT}; relative widths 1 and 8, 0.5, 2 and 4 with one seed for the curve. The paper has the inception score.`,
    paper: "The standard CNN on STL-10, setting C, relative widths 0.5 to 8; FID.",
  },
  published: "shown as curves of the inception score",
  criterion:
    "From relative width 1 to 8 the Fréchet distance of SN grows by less than a tenth, and by a smaller factor than that of orthonormal regularization.",
  test: pairedTest({
    seeds: { small: 11, paper: 5 },
    quotient:
      "the Fréchet distance at width 8 over that at width 1; against orthonormal regularization, SN's quotient over the other's",
    trials: (setting) =>
      atScale(
        setting,
        Object.entries(METHODS).flatMap(([method, base]) =>
          [NARROW, WIDE, ...SHOWN].map((relative) => ({
            point: { method, width: relative },
            base,
            set: {
              "model.discriminatorLastChannels":
                relative * WIDENING * FIRST[setting.scale === "paper" ? "paper" : "small"],
            },
            ...(SHOWN.includes(relative) && { seeds: 1 }),
          })),
        ),
        QUICK,
      ),
    parts: () => [
      {
        name: "SN, wide over narrow",
        hypothesis: "From width 1 to 8 the Fréchet distance of SN grows by less than a tenth.",
        below: SAME,
        logQuotient: (log) =>
          minus(log({ method: "SN", width: WIDE }), log({ method: "SN", width: NARROW })),
      },
      {
        name: "SN over orthonormal",
        hypothesis:
          "From width 1 to 8 the Fréchet distance of SN grows by a smaller factor than that of orthonormal regularization.",
        logQuotient: (log) => {
          const growth = (method: string) =>
            minus(log({ method, width: WIDE }), log({ method, width: NARROW }));
          return minus(growth("SN"), growth("orthonormal"));
        },
      },
    ],
    show: (scores) => ({
      charts: [
        scoreCurves(
          {
            title: "Fréchet distance by the width of the last convolution",
            x: "relative width",
            y: "Fréchet distance",
          },
          scores,
          { x: "width", method: "method" },
        ),
      ],
      tables: [scoreTable("Every width", "Fréchet distance", scores)],
    }),
  }),
};
