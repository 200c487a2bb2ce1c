/** How many modes of a known mixture a generator has found, and how evenly. */
import { EvenkeelError } from "../errors.ts";
import type { FeatureMatrix } from "./features/matrix.ts";
import type { KnownMixture } from "./inputs.ts";
import type { Metric } from "./metric.ts";

/** What {@link modeCoverage} found. */
export interface ModeCoverage {
  /** The number of points, N. */
  readonly points: number;
  /** The number of modes, K. */
  readonly modes: number;
  /** Modes with at least one point of high quality, 0 … K. */
  readonly covered: number;
  /** The share of all points that is of high quality, 0 … 1. */
  readonly highQuality: number;
  /** The share of all points that is of high quality and nearest to each center; adds up to `highQuality`. */
  readonly shares: readonly number[];
  /**
   * KL(p ‖ uniform) = Σ p_k ln(K·p_k) in nats, p_k the part of mode k in the points of high quality:
   * 0 for an even spread, ln K for a single mode; `null` when no point is of high quality.
   */
  readonly divergence: number | null;
}

/** The metric `modes`. */
export const modesMetric: Metric<"features" | "mixture"> = {
  needs: ["features", "mixture"],
  byDefault: ["points"],
  results: {
    "modes-covered": {
      name: "modes covered",
      head: "modes",
      better: "higher",
      digits: 0,
      outOf: "modes",
      settings: ["fake.count"],
      meaning: "How many of a mixture's Gaussians have a generated point within three deviations.",
    },
    "high-quality": {
      name: "high quality",
      head: "quality",
      better: "higher",
      digits: 3,
      settings: ["fake.count"],
      meaning:
        "The share of generated points within three standard deviations of the nearest Gaussian.",
    },
  },
  async compute({ features, mixture }) {
    const found = modeCoverage(features.data, mixture);
    const { covered, modes, highQuality, divergence, points } = found;
    const shared = { spread: null, warnings: [], counts: { real: 0, fake: points } };
    return [
      { metric: "modes-covered", value: covered, details: { modes, divergence }, ...shared },
      { metric: "high-quality", value: highQuality, details: {}, ...shared },
    ];
  },
};

/** How many standard deviations from its center a point of high quality lies at most. */
const farthest = 3;

/**
 * Compares points with the mixture that they should come from.
 *
 * A point is of high quality when it lies within 3 standard deviations of the nearest center, and a
 * mode is covered when its center is the nearest one of at least one such point, as in VEEGAN
 * (Srivastava et al. 2017) and the code of PacGAN (Lin et al. 2018), which takes 2500 points: `covered`
 * grows with N. The divergence is PacGAN's reverse KL, from the modes of the points to those of the
 * mixture. Of points of the mixture itself, with centers far apart, 1 − exp(−9/2) = 98.9 % are of high
 * quality.
 *
 * Points that are not finite are of low quality.
 *
 * @param points `[N, 2]`, x and y of one point after the other; N ≥ 1.
 * @throws EvenkeelError `SHAPE` for an odd number of values or none; `CONFIG` for a mixture without a
 *   center or with a standard deviation that is not above 0.
 */
export function modeCoverage(
  points: FeatureMatrix["data"],
  { centers, std }: KnownMixture,
): ModeCoverage {
  const [count, modes] = [points.length / 2, centers.length];
  if (!Number.isInteger(count) || count < 1) {
    throw new EvenkeelError(
      "SHAPE",
      `modeCoverage: points must be [N, 2] with N 1 or more, got ${points.length} values`,
    );
  }
  if (modes < 1 || !(std > 0)) {
    throw new EvenkeelError(
      "CONFIG",
      "modeCoverage: the mixture must have a center and a std above 0, " +
        `got ${modes} centers and std ${std}`,
    );
  }
  const found = new Float64Array(modes);
  for (let i = 0; i < points.length; i += 2) {
    const mode = nearest(points[i] as number, points[i + 1] as number, centers, farthest * std);
    if (mode !== undefined) found[mode] = (found[mode] as number) + 1;
  }
  const good = found.reduce((sum, n) => sum + n, 0);
  return {
    points: count,
    modes,
    covered: found.filter((n) => n > 0).length,
    highQuality: good / count,
    shares: Array.from(found, (n) => n / count),
    divergence: good === 0 ? null : divergenceFromUniform(found.map((n) => n / good)),
  };
}

/** The center nearest to (x, y), if one is not farther than `limit`. */
function nearest(
  x: number,
  y: number,
  centers: KnownMixture["centers"],
  limit: number,
): number | undefined {
  let [best, least] = [-1, Number.POSITIVE_INFINITY];
  centers.forEach(([cx, cy], mode) => {
    const distance = Math.hypot(x - cx, y - cy);
    if (distance < least) [best, least] = [mode, distance];
  });
  return least <= limit ? best : undefined;
}

function divergenceFromUniform(parts: Float64Array): number {
  const sum = parts.reduce((total, p) => total + (p > 0 ? p * Math.log(parts.length * p) : 0), 0);
  return Math.max(0, sum);
}
