/** The levels of the residual networks for images of any size: how large feature maps are, and how wide. */

/** What the height and the width of images must be a multiple of. */
export const IMAGE_SIDE_MULTIPLE = 16;
/** The least height and width of the first feature map. */
const SMALLEST = 4;
/** The last level that has all channels. */
const WIDEST_LEVEL = 2;

/** The feature maps between the first one and the image; each is twice as high and wide as the one before. */
export interface ImageLevels {
  /** Height and width of the first feature map, which is level 0. */
  readonly first: readonly [height: number, width: number];
  /** The level of the image: how often the first feature map is doubled. */
  readonly last: number;
}

/**
 * The levels of images of this size: both sides are halved as long as they are even and a feature map of at
 * least 4 x 4 is left. 64 x 64 is 4 x 4 doubled 4 times, 96 x 64 is 6 x 4 doubled 4 times.
 */
export function imageLevels(height: number, width: number): ImageLevels {
  const divides = (side: number, level: number) =>
    Number.isInteger(side / 2 ** level) && side / 2 ** level >= SMALLEST;
  let last = 0;
  while (divides(height, last + 1) && divides(width, last + 1)) last++;
  return { first: [height / 2 ** last, width / 2 ** last], last };
}

/**
 * The part of a network's channels that feature maps of a level have: all up to level 2 (16 x 16 of 4 x 4),
 * then half of them, a quarter, and so on. It is min(most, base/resolution), the rule of Karras et al.
 * (2018 to 2020), which depends on a level alone, whatever the size of the images.
 */
export function widthAt(level: number): number {
  return 1 / 2 ** Math.max(0, level - WIDEST_LEVEL);
}
