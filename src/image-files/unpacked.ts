/** How much a packed file may become. */

/** What any packed file may become: more than most images, less than what fills a memory. */
const LEAST_LIMIT = 2 ** 24;
/**
 * How many times its size a packed file may become. Photographs come to twice, drawings to some twenty times
 * theirs; what is packed a thousand times, the most there is, holds one byte over and over.
 */
const MOST_RATIO = 64;

/** The most bytes that a file of so many packed bytes may become: 16 MiB, or 64 times its size. */
export function mostUnpacked(packed: number): number {
  return Math.max(LEAST_LIMIT, MOST_RATIO * packed);
}
