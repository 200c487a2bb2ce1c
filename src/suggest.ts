/** Suggests the word that a misspelled one was probably meant to be. */

/**
 * The candidate that `word` most likely means, or `undefined` if none is close. Candidates that differ only
 * in case, `_` and `-` come first (`batch_size`, `batchSize`), then those that contain the word (`gpu`,
 * `webgpu`), then the one with the fewest edits.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const target = plain(word);
  const same = candidates.find((candidate) => plain(candidate) === target);
  const longer = candidates.find((candidate) => plain(candidate).includes(target));
  if (same !== undefined || (longer !== undefined && target.length > 2)) return same ?? longer;
  let best: string | undefined;
  let least = Math.max(1, Math.floor(target.length / 3)) + 1;
  for (const candidate of candidates) {
    const other = plain(candidate);
    // so many edits at least; a word may be as long as a file
    if (Math.abs(target.length - other.length) >= least) continue;
    const distance = editDistance(target, other);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** Whether two words differ only in case, `_` and `-`. */
export function isSameWord(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[_-]/g, "");
}

/**
 * The Damerau–Levenshtein distance in its restricted form (optimal string alignment): the number of
 * insertions, deletions, substitutions and swaps of neighbors, where no substring is edited twice.
 */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, beforeLast[j - 2]! + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
