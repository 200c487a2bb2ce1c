/** Adaptive discriminator augmentation (`ada`). */
import { z } from "zod";
import type { RandomStream } from "../../random.ts";
import { parseOptions } from "../../stabilizers/index.ts";
import { type ColorChanges, colorMapOf, unchangedColors } from "./ada-color.ts";
import { type Placement, placesOf, unmoved } from "./ada-geometry.ts";
import type { Augmentation, AugmentationMethod, ImagesShape } from "./augmentation.ts";
import { colorMap } from "./color.ts";
import { resampling, turning } from "./geometry.ts";

const categories = ["blit", "geometry", "color"] as const;

/** Options of {@link ada}. */
export const adaOptions = z.strictObject({
  transforms: z
    .array(z.enum(categories))
    .min(1)
    .default([...categories])
    .describe(
      "the kinds of transforms: blit, mirroring, quarter turns and translation by whole pixels; geometry, scaling, stretching and translation; color (paper: all three)",
    ),
  target: z
    .number()
    .gt(-1)
    .lt(1)
    .default(0.6)
    .describe("the mean sign of D's outputs on real images that p is steered to (paper: 0.6)"),
  interval: z
    .int()
    .min(1)
    .default(4)
    .describe("discriminator steps between changes of p (paper: 4)"),
  speed: z
    .number()
    .positive()
    .default(500_000)
    .describe("real images in which p goes from 0 to 1 (paper: 500000)"),
  limit: z
    .number()
    .gt(0)
    .max(1)
    .default(0.8)
    .describe(
      "the largest p; below 1 some images go without each change, so that D sees how they are without it (authors' code: no limit)",
    ),
});

/**
 * Each change of an image happens with probability p, independently of the others; p starts at 0 and is steered by
 * how much the discriminator overfits. In this order, sides in pixels, images in [-1, 1]:
 *
 * - `blit`: mirroring left to right for half of the images; 0 to 3 quarter turns; translation by a whole number of
 *   pixels, U[-⅛, ⅛] of the side, rounded.
 * - `geometry`: scaling by 2^N(0, 0.2²); stretching by 2^N(0, 0.2²) along the width and its inverse along the
 *   height; translation by N(0, ⅛²) of the side. Bilinear, about the center, with the reflected image beyond the
 *   border.
 * - `color`: brightness + N(0, 0.2²); contrast · 2^N(0, ½²) about 0; inversion of the luma for half of the images;
 *   rotation of the hue by U[-π, π]; saturation · 2^N(0, 1), luma being the mean of red, green and blue. Of gray
 *   images the first three.
 *
 * Differs from the authors' code: no rotation by other angles, whose pixels do not come from a grid along the axes,
 * so that it is no product of matrices; no wavelet filter about the interpolation; quarter turns only of square
 * images, half turns of others; a limit of p. Like the authors' default it has no image-space filters, noise or
 * cutout. Channels beyond the colors, such as alpha, keep their values.
 *
 * @see Karras et al. 2020, "Training Generative Adversarial Networks with Limited Data", sections 2.2 and 3,
 *   appendix B.
 * @throws EvenkeelError `CONFIG` for options that make no sense.
 */
export function ada(options: z.input<typeof adaOptions> = {}): Augmentation {
  const { transforms: kinds, ...steering } = parseOptions("ada", adaOptions, options);
  const [blit, geometry, color] = categories.map((kind) => kinds.includes(kind));
  return {
    transforms: [
      ...(blit ? [turning] : []),
      ...(blit || geometry ? [resampling] : []),
      ...(color ? [colorMap] : []),
    ],
    draw(stream, images, probability) {
      const [n, channels, h, w] = images;
      const placements: Placement[] = [];
      const changes: ColorChanges[] = [];
      for (let image = 0; image < n; image++) {
        const change = chance(stream, probability);
        placements.push({
          ...unmoved,
          ...(blit && drawBlit(stream, change, images)),
          ...(geometry && drawGeometry(stream, change, images)),
        });
        changes.push(color ? drawColor(stream, change) : unchangedColors);
      }
      const { turned, ...places } = placesOf(placements, images);
      return {
        ...(blit && h === w && { turned }),
        ...((blit || geometry) && places),
        ...(color && colorMapOf(changes, channels)),
      };
    },
    steering,
  };
}

/** `drawn` with the probability, else `otherwise`; draws one number. */
type Chance = <T>(drawn: T, otherwise: T) => T;

function chance(stream: RandomStream, probability: number): Chance {
  return (drawn, otherwise) => (stream.uniform() < probability ? drawn : otherwise);
}

function drawBlit(stream: RandomStream, change: Chance, [, , h, w]: ImagesShape) {
  const isMirrored = change(stream.integer(2) === 1, false);
  const quarterTurns = change(h === w ? stream.integer(4) : 2 * stream.integer(2), 0);
  const between = () => (2 * stream.uniform() - 1) / 8;
  const [across, down] = change([between(), between()], [0, 0]);
  return {
    isMirrored,
    quarterTurns,
    blit: [Math.round(across! * w), Math.round(down! * h)] as const,
  };
}

function drawGeometry(stream: RandomStream, change: Chance, [, , h, w]: ImagesShape) {
  const scale = change(2 ** (0.2 * stream.normal()), 1);
  const stretch = change(2 ** (0.2 * stream.normal()), 1);
  const part = () => stream.normal() / 8;
  const [across, down] = change([part(), part()], [0, 0]);
  return { scale, stretch, shift: [across! * w, down! * h] as const };
}

function drawColor(stream: RandomStream, change: Chance): ColorChanges {
  return {
    brightness: change(0.2 * stream.normal(), 0),
    contrast: change(2 ** (0.5 * stream.normal()), 1),
    isInverted: change(stream.integer(2) === 1, false),
    hue: change((2 * stream.uniform() - 1) * Math.PI, 0),
    saturation: change(2 ** stream.normal(), 1),
  };
}

/** `ada` in a config. */
export const adaMethod = {
  summary:
    "mirroring, turns, translation, scaling and color with a probability that rises while the discriminator overfits (ADA, Karras et al. 2020)",
  options: adaOptions,
  adaptive: true,
  create: ada,
} as const satisfies AugmentationMethod<typeof adaOptions>;
