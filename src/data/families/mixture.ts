/** Built-in sets of points around centers. */
import type { Point } from "../records/index.ts";
import type { PointSource } from "./points.ts";

/** The classes of a mixture of so many Gaussians. */
export function modeNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `mode ${i + 1}`);
}

/** The source of points around centers, each center a class. */
export function aroundCenters(centers: readonly Point[]): PointSource {
  return { classes: modeNames(centers.length), place: (label) => centers[label] as Point };
}
