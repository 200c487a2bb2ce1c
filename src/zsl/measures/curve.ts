/** The seen-unseen curve: what a bias against seen classes gives and takes. */
import { type Contest, type Groups, harmonicMean, isIn } from "./accuracy.ts";

/** Accuracies, averaged over classes, where seen classes are told if their logit is at least the bias ahead. */
export interface CurvePoint {
  /** −∞ at the first point, where only seen classes are told. */
  readonly bias: number;
  readonly seen: number;
  readonly unseen: number;
}

/**
 * The curve of a test, from the bias at which only seen classes are told to the one at which none is: a point for
 * each bias at which something changes.
 *
 * @see Chao et al. 2016, "An empirical study and analysis of generalized zero-shot learning", section 4.
 */
export function seenUnseenCurve(
  contests: readonly Contest[],
  groups: Groups,
): readonly CurvePoint[] {
  const isSeen = isIn(groups.seen);
  const counts = new Map<number, number>();
  for (const { label } of contests) counts.set(label, (counts.get(label) ?? 0) + 1);
  const labels = [...counts.keys()];
  const seenClasses = labels.filter(isSeen).length;
  const unseenClasses = labels.length - seenClasses;
  /** What an example adds to its group's accuracy when its class is told. */
  const weightOf = (label: number) =>
    1 / ((counts.get(label) as number) * (isSeen(label) ? seenClasses : unseenClasses));

  let [seen, unseen] = [0, 0];
  for (const { label, seen: best } of contests) if (best.label === label) seen += weightOf(label);
  const points: CurvePoint[] = [{ bias: Number.NEGATIVE_INFINITY, seen, unseen }];
  const sorted = contests
    .map((contest) => ({ contest, ahead: contest.seen.logit - contest.unseen.logit }))
    .sort((a, b) => a.ahead - b.ahead);
  for (const [i, { contest, ahead }] of sorted.entries()) {
    const { label } = contest;
    if (contest.seen.label === label) seen -= weightOf(label);
    if (contest.unseen.label === label) unseen += weightOf(label);
    const next = sorted[i + 1]?.ahead;
    if (next === ahead) continue;
    // between this example and the next
    const bias = next === undefined ? Number.POSITIVE_INFINITY : (ahead + next) / 2;
    points.push({ bias, seen: Math.max(seen, 0), unseen });
  }
  return points;
}

/** The area under a curve, seen accuracy over unseen accuracy, by trapezoids: 0 … 1. */
export function areaUnder(curve: readonly CurvePoint[]): number {
  return curve.slice(1).reduce((area, { seen, unseen }, i) => {
    const before = curve[i] as CurvePoint;
    return area + ((unseen - before.unseen) * (seen + before.seen)) / 2;
  }, 0);
}

/** The point of a curve with the largest harmonic mean; of equal ones, the first. */
export function bestPoint(curve: readonly CurvePoint[]): CurvePoint {
  return curve.reduce((best, point) =>
    harmonicMean(point.seen, point.unseen) > harmonicMean(best.seen, best.unseen) ? point : best,
  );
}
