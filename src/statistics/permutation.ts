/** How often chance alone passes a judgement: by permuting labels over the numbers at hand. */
import type { RandomStream } from "../random.ts";

/** How often permuted labels pass. */
export interface PermutationRate {
  readonly rate: number;
  /** Permutations that were judged. */
  readonly permutations: number;
  /** Whether these are all there are; else they were drawn at random. */
  readonly isExact: boolean;
}

/** How permutations are made. */
export interface PermutationOptions {
  /** Draws them where they are too many to be judged all. */
  readonly stream: RandomStream;
  /** How many are judged at most; default 5000. */
  readonly most?: number;
}

/**
 * The share of all ways to give labels to the numbers within each block, a seed's for example, that a
 * judgement passes. Where methods do not differ, every such way is as likely as the real one, so this is how
 * often chance alone passes the judgement on these very numbers.
 *
 * @param blocks of each block, what belongs to each label, in the order of the labels.
 * @param passes judges blocks with their labels permuted.
 * @see Good 2005, Permutation, Parametric and Bootstrap Tests of Hypotheses, section 3.2.
 */
export function permutationRate<T>(
  blocks: readonly (readonly T[])[],
  passes: (blocks: readonly (readonly T[])[]) => boolean,
  { stream, most = 5000 }: PermutationOptions,
): PermutationRate {
  const ways = blocks.reduce((product, { length }) => product * factorial(length), 1);
  const isExact = ways <= most;
  const permutations = isExact ? ways : most;
  let passed = 0;
  for (let i = 0; i < permutations; i++) {
    let rest = i;
    const permuted = blocks.map((block) => {
      const { length } = block;
      if (!isExact) return Array.from(stream.permutation(length), (from) => block[from]!);
      const own = rest % factorial(length);
      rest = Math.floor(rest / factorial(length));
      return nthPermutation(block, own);
    });
    if (passes(permuted)) passed++;
  }
  return { rate: passed / permutations, permutations, isExact };
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** The permutation with this number, from 0: the number's digits in the factorial base choose. */
function nthPermutation<T>(things: readonly T[], number: number): readonly T[] {
  const left = [...things];
  let rest = number;
  return things.map(() => {
    const [chosen] = left.splice(rest % left.length, 1);
    rest = Math.floor(rest / (left.length + 1));
    return chosen!;
  });
}
