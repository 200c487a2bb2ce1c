/** Names by which single images of a generator are asked for again. */
import { refusal } from "../../errors.ts";

/** One image of a generator: the image of number `index`, from 0, of those that a seed gives. */
export interface ImageName {
  readonly seed: number;
  readonly index: number;
}

/** The most images of a list. */
const MOST = 100_000;

/** The first images of a seed. */
export function firstImages(seed: number, count: number): readonly ImageName[] {
  return Array.from({ length: count }, (_, index) => ({ seed, index }));
}

/** A name as a person gives it: `3`, the first image of seed 3, or `3:17`, its image of number 17, from 0. */
export function imageNameText({ seed, index }: ImageName): string {
  return index === 0 ? String(seed) : `${seed}:${index}`;
}

/**
 * The images of a list: `3,17,42`, the first image of each seed; `0-15`, of each of these seeds; `7:13` and
 * `7:0-15`, images of one seed by their numbers, from 0.
 *
 * @throws EvenkeelError `USAGE` for a list that is none, or has more than 100 000 images.
 */
export function parseImageNames(list: string): readonly ImageName[] {
  const names: ImageName[] = [];
  for (const part of list.split(",")) {
    const [, seed, from, to] = /^\s*(?:(\d+):)?(\d+)(?:-(\d+))?\s*$/.exec(part) ?? [];
    const [first, last] = [Number(from), Number(to ?? from)];
    const numbers = [Number(seed ?? 0), first, last];
    if (from === undefined || last < first || !numbers.every(Number.isSafeInteger)) {
      throw refused("must be seeds, such as 3,17,42 or 0-15 or 7:13 (image 13 of seed 7)", part);
    }
    if (names.length + last - first >= MOST || (seed !== undefined && last >= MOST)) {
      throw refused(`must name at most ${MOST} images, of numbers below that`, part);
    }
    for (let number = first; number <= last; number++) {
      names.push(
        seed === undefined ? { seed: number, index: 0 } : { seed: Number(seed), index: number },
      );
    }
  }
  return names;
}

function refused(rule: string, got: string) {
  return refusal("USAGE", { where: "--seeds", rule, got });
}
