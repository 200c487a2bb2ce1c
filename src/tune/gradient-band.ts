/** The scale at which the discriminator's slope lies where training goes well. */

/** The slope of D at some scale. */
export interface SlopeAt {
  readonly scale: number;
  /** The mean of ‖∇ₓD(x)‖₂ over generated images; `null` where no run recorded it. */
  readonly slope: number | null;
}

/** Slopes from `low` to `high`; the scale is looked for that has their geometric mean. */
export interface Band {
  readonly low: number;
  readonly high: number;
}

/** What the slopes say. */
export interface BandAnswer {
  readonly scale: number;
  /** `inside`: the scale has the wanted slope; else all slopes are below it, or above, and the nearest is named. */
  readonly where: "inside" | "all-below" | "all-above";
}

/** The geometric mean of a band. */
export const middleOf = ({ low, high }: Band): number => Math.sqrt(low * high);

/**
 * The least scale at which the slope meets the middle of the band, between two measured scales on the
 * straight line of their logarithms: with L scaled layers the bound on D's slope grows as s^L (Lin et al.
 * 2021, the gradient theorem with a scale), and that is a line there.
 *
 * @returns `undefined` where no slope is positive and finite.
 */
export function scaleInBand(slopes: readonly SlopeAt[], band: Band): BandAnswer | undefined {
  const known = slopes
    .flatMap(({ scale, slope }) =>
      slope !== null && slope > 0 && Number.isFinite(slope)
        ? [{ scale, x: Math.log(scale), y: Math.log(slope) }]
        : [],
    )
    .sort((a, b) => a.x - b.x);
  const wanted = Math.log(middleOf(band));
  for (const [i, to] of known.entries()) {
    const from = known[i - 1];
    if (to.y === wanted) return { scale: to.scale, where: "inside" };
    if (from !== undefined && Math.sign(from.y - wanted) !== Math.sign(to.y - wanted)) {
      const share = (wanted - from.y) / (to.y - from.y);
      return { scale: Math.exp(from.x + share * (to.x - from.x)), where: "inside" };
    }
  }
  const far = ({ y }: { readonly y: number }) => Math.abs(y - wanted);
  const [nearest] = [...known].sort((a, b) => far(a) - far(b));
  if (nearest === undefined) return undefined;
  return { scale: nearest.scale, where: nearest.y < wanted ? "all-below" : "all-above" };
}
