/** Courses of the learning rate over a run. */

/** The factor on the learning rate in the iteration after `gStep` generator steps, for both networks' steps. */
export type Schedule = (gStep: number) => number;

/**
 * 1 for the first `from` generator steps, then falling in equal steps so that it would be 0 at `to`.
 *
 * @see Miyato et al. 2018, appendix B.4 (ImageNet: from 400000 to 450000).
 */
export function linearDecay(from: number, to: number): Schedule {
  return (gStep) => Math.min(1, Math.max(0, (to - gStep) / (to - from)));
}
