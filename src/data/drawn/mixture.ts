/** Mixtures of Gaussians in the plane: the sets `ring` and `grid`. */
import { type DatasetOptions, resolveDatasetOptions } from "../catalog/options.ts";

/** A place in the plane. */
export type Point = readonly [x: number, y: number];

/** Equally likely round Gaussians in the plane. */
export interface Mixture {
  /** The mean of each Gaussian, in the order of the set's classes. */
  readonly centers: readonly Point[];
  /** The standard deviation of each Gaussian along either axis. */
  readonly std: number;
}

/** The radius of the circle of `ring`, as in Metz et al. 2017. */
const ringRadius = 2;
/** Half the side of `grid`, as in Lin et al. 2018; 25 centers are 2 apart. */
const gridExtent = 4;

/**
 * The Gaussians of the set that these options name; undefined unless it is `ring` or `grid`.
 *
 * `ring`: equally spaced on a circle of radius 2, counterclockwise from (2, 0). `grid`: equally spaced
 * rows from −4 up to 4, each from left to right.
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
    return [ringRadius * Math.cos(angle), ringRadius * Math.sin(angle)];
  });
}

function gridCenters(count: number): readonly Point[] {
  const side = Math.sqrt(count);
  const place = (i: number) => (side === 1 ? 0 : gridExtent * ((2 * i) / (side - 1) - 1));
  return Array.from({ length: count }, (_, i) => [place(i % side), place(Math.floor(i / side))]);
}
