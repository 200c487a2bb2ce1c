/** The papers' residual networks by the size of their images. */
import type { ResnetBlock } from "./resnet-blocks.ts";

/** A generator and a discriminator, their widths as multiples of the first one's. */
interface Plan {
  /** Height and width of the generator's first feature map. */
  readonly side: number;
  /** Widths of the generator's blocks, times the first feature map's. */
  readonly generator: readonly number[];
  /** Widths of the discriminator's blocks, times the first block's. */
  readonly discriminator: readonly number[];
  /** How many of the discriminator's blocks halve the image, counted from the first. */
  readonly halving: number;
  /** The source's first widths. */
  readonly paper: { readonly generator: number; readonly discriminator: number };
}

/**
 * By the images' height and width.
 *
 * @see Miyato et al. 2018, tables 4–6, for 32, 48 and 128; the paper has none for 64, which is that of the
 *   library mimicry (for CelebA): the one for 128 without the generator's first and the discriminator's
 *   last block.
 */
export const resnetPlans: Readonly<Record<number, Plan>> = {
  32: {
    side: 4,
    generator: [1, 1, 1],
    discriminator: [1, 1, 1, 1],
    halving: 2,
    paper: { generator: 256, discriminator: 128 },
  },
  48: {
    side: 6,
    generator: [1 / 2, 1 / 4, 1 / 8],
    discriminator: [1, 2, 4, 8, 16],
    halving: 4,
    paper: { generator: 512, discriminator: 64 },
  },
  64: {
    side: 4,
    generator: [1 / 2, 1 / 4, 1 / 8, 1 / 16],
    discriminator: [1, 2, 4, 8, 16],
    halving: 5,
    paper: { generator: 1024, discriminator: 64 },
  },
  128: {
    side: 4,
    generator: [1, 1 / 2, 1 / 4, 1 / 8, 1 / 16],
    discriminator: [1, 2, 4, 8, 16, 16],
    halving: 5,
    paper: { generator: 1024, discriminator: 64 },
  },
};

/** The blocks of a plan's discriminator whose first one gives `channels`. */
export function discriminatorBlocks(
  { discriminator, halving }: Plan,
  channels: number,
): ResnetBlock[] {
  return discriminator.map((width, i) => ({ channels: width * channels, down: i < halving }));
}
