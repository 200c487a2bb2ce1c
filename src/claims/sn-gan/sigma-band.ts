/** The band of SN-GAN's figure 9, in which the norms of normalized weights lie. */
import { lineChart } from "../../report/page/index.ts";
import type { WeightAt } from "../measured.ts";

/** What “mostly near 1” means: the share of the values, and their greatest distance from 1. */
export const BAND = { share: 0.8, distance: 0.05 } as const;

/** The norms of the convolutions' normalized weights after the first tenth of the training. */
export function lateNorms(weights: readonly WeightAt[]): readonly WeightAt[] {
  const last = Math.max(...weights.map(({ step }) => step));
  return weights.filter(({ shape, step }) => shape.length === 4 && step > last / 10);
}

/** The share of norms within the band. */
export function shareInBand(norms: readonly WeightAt[]): number {
  const near = norms.filter(({ sigma }) => Math.abs(sigma.effective - 1) <= BAND.distance);
  return near.length / norms.length;
}

/** The norms over the steps, a curve for each convolution. */
export function normsChart(title: string, weights: readonly WeightAt[]) {
  const convolutions = weights.filter(({ shape }) => shape.length === 4);
  const layers = [...new Set(convolutions.map(({ layer }) => layer))];
  return lineChart({
    title,
    x: { label: "generator steps" },
    y: { label: "σ" },
    series: layers.map((name) => {
      const own = convolutions.filter(({ layer }) => layer === name);
      return {
        name,
        x: own.map(({ step }) => step),
        y: own.map(({ sigma }) => sigma.effective),
      };
    }),
  });
}
