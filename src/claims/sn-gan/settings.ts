/** SN-GAN, figure 1: robust against learning rates, momentum and updates. */
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
import { type Method, methods, methodTrial } from "./methods.ts";

const SETTINGS = ["A", "B", "C", "D", "E", "F"] as const;
const AGGRESSIVE = ["D", "E", "F"];
const SMALL: readonly Method[] = ["weight clipping", "WGAN-GP", "batch norm", "weight norm", "SN"];

export const settings: Claim = {
  name: "settings",
  paper: "SN-GAN",
  where: "figure 1",
  claimed:
    "SN is robust over the settings A to F, while the methods it is compared with deteriorate at aggressive learning rates and momentum.",
  method: {
    small: `${SMALL_NETWORKS}; 300 generator steps, 2 seeds, four of the six other methods, Fréchet distance by the shapes classifier.`,
    paper: "The standard CNN on CIFAR-10, all methods, 100 000 steps; FID.",
  },
  published: "shown as bars; the numbers could not be verified",
  criterion:
    "In the mean over the aggressive settings D, E and F, the Fréchet distance of SN is below that of every other method.",
  test: {
    kind: "trials",
    trials: (scale) =>
      atScale(
        scale,
        (scale === "small" ? SMALL : methods).flatMap((method) =>
          SETTINGS.map((setting) => methodTrial(method, setting)),
        ),
        { steps: 300 },
      ),
    seeds: { small: 2, paper: 1 },
    async judge(runs) {
      const scores = await fidScores(runs);
      const present = [...new Set(scores.map(({ point }) => String(point.method)))];
      const aggressive = present.map((method) =>
        meanOf(AGGRESSIVE.flatMap((setting) => where(scores, { method, setting }))),
      );
      const sn = aggressive[present.indexOf("SN")]!;
      const others = aggressive.filter((_, i) => present[i] !== "SN");
      return {
        held: others.every((other) => sn < other),
        measured: `Mean over D, E, F: ${present.map((method, i) => `${method} ${measuredText(aggressive[i]!)}`).join(", ")}.`,
        tables: [
          {
            title: "Fréchet distance",
            head: ["method", ...SETTINGS, "mean of D to F"],
            rows: present.map((method, i) => [
              method,
              ...SETTINGS.map((setting) =>
                measuredText(meanOf(where(scores, { method, setting }))),
              ),
              measuredText(aggressive[i]!),
            ]),
          },
          scoreTable("Every setting", "Fréchet distance", scores),
        ],
        charts: figureOf(SETTINGS, (setting) =>
          scoreChart(`Setting ${setting}`, "Fréchet distance", where(scores, { setting })),
        ),
      };
    },
  },
};
