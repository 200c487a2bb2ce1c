/** Mixtures of Gaussians in the plane: the sets `ring` and `grid`. */
import { type DatasetOptions, resolveDatasetOptions } from "../options.ts";

/** A place in the plane. */
export type Point = readonly [x: number, y: number];

/** Equally likely round Gaussians in the plane. */
export interface Mixture {
  /** The mean of each Gaussian, in the order of the set's classes. */
  readonly centers: readonly Point[];
  /** The standard deviation of each Gaussian along either axis. */
  readonly std: number;
}

/** How far the outermost centers lie from the origin (`ring`: all, `grid`: along either axis). */
export const mixtureRadius = 0.8;

/**
 * The Gaussians of the set that these options name; undefined unless it is `ring` or `grid`.
 *
 * `ring`: equally spaced on a circle of radius 0.8, counterclockwise from (0.8, 0). `grid`: equally
 * spaced rows from −0.8 up to 0.8, each from left to right.
 *
 * @throws EvenkeelError `CONFIG` for a wrong option.
 */
export function mixtureOf(options: DatasetOptions): Mixture | undefined {
  const { name, modes, std } = resolveDatasetOptions(options);
  if ((name !== "ring" && name !== "grid") || modes === undefined || std === undefined) {
    return undefined;
  }
  return { centers: name === "ring" ? ringCenters(modes) : gridCenters(modes), std };
}

function ringCenters(count: number): readonly Point[] {
  return Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * i) / count;
    return [mixtureRadius * Math.cos(angle), mixtureRadius * Math.sin(angle)];
  });
}

function gridCenters(count: number): readonly Point[] {
  const side = Math.sqrt(count);
  const place = (i: number) => (side === 1 ? 0 : mixtureRadius * ((2 * i) / (side - 1) - 1));
  return Array.from({ length: count }, (_, i) => [place(i % side), place(Math.floor(i / side))]);
}
