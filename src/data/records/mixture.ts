/** Mixtures of Gaussians in the plane. */

/** A place in the plane. */
export type Point = readonly [x: number, y: number];

/** Equally likely round Gaussians in the plane. */
export interface Mixture {
  /** The mean of each Gaussian, in the order of the set's classes. */
  readonly centers: readonly Point[];
  /** The standard deviation of each Gaussian along either axis. */
  readonly std: number;
}
