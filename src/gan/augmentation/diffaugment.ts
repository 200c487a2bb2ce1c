/** DiffAugment (`diffaugment`). */
import { z } from "zod";
import type { RandomStream } from "../../random.ts";
import { parseOptions } from "../../stabilizers/index.ts";
import type { Augmentation, AugmentationMethod, ImagesShape } from "./augmentation.ts";
import { colorMap, colorsOf, contrastAboutMean } from "./color.ts";
import { cutout } from "./cutout.ts";
import { resampling } from "./geometry.ts";

/** Translations go up to this part of a side, cutouts have this part of a side. */
const [TRANSLATION, CUTOUT] = [1 / 8, 1 / 2];

const parts = {
  color: { transforms: [colorMap, contrastAboutMean], draw: drawColor },
  translation: { transforms: [resampling], draw: drawTranslation },
  cutout: { transforms: [cutout], draw: drawCutout },
} as const;
type Part = keyof typeof parts;
const names = Object.keys(parts) as Part[];

/** Options of {@link diffaugment}. */
export const diffaugmentOptions = z.strictObject({
  policy: z
    .array(z.enum(names))
    .min(1)
    .default(names)
    .describe(
      "the transforms: brightness, saturation and contrast; translation by up to 1/8 of the side; cutout of half of the side (authors' code: all three for few images, translation and cutout for CIFAR-10)",
    ),
});

/**
 * Every image is changed, in this order: brightness b of U[-½, ½), saturation s of U[0, 2) about the mean of the
 * pixel's channels, contrast c of U[½, 1.5) about the mean of the image; translation by a whole number of pixels of
 * up to ⌊side/8 + ½⌋ in either direction, with 0 beyond the border; a hole of ⌊side/2 + ½⌋ pixels whose center is
 * anywhere in the image. Of images with one channel saturation changes nothing; of those with opacity, a fourth
 * channel, colors alone are changed. The numbers are those of the
 * authors' code, whose images are in [-1, 1] as ours are.
 *
 * @see Zhao et al. 2020, "Differentiable Augmentation for Data-Efficient GAN Training", section 3.3.
 * @throws EvenkeelError `CONFIG` for options that make no sense.
 */
export function diffaugment(options: z.input<typeof diffaugmentOptions> = {}): Augmentation {
  const { policy } = parseOptions("diffaugment", diffaugmentOptions, options);
  const chosen = names.filter((name) => policy.includes(name)).map((name) => parts[name]);
  return {
    transforms: chosen.flatMap(({ transforms }) => transforms),
    draw: (stream, images) => Object.assign({}, ...chosen.map(({ draw }) => draw(stream, images))),
  };
}

/** Brightness and saturation as one map: s·x + (1 − s)·mean + b. */
function drawColor(stream: RandomStream, [n, c]: ImagesShape) {
  const matrix = new Float32Array(n * c * c);
  const offset = new Float32Array(n * c);
  const contrast = new Float32Array(n);
  const colors = colorsOf(c);
  for (let image = 0; image < n; image++) {
    offset.fill(stream.uniform() - 0.5, image * c, image * c + colors);
    const saturation = 2 * stream.uniform();
    contrast[image] = stream.uniform() + 0.5;
    const share = (1 - saturation) / colors;
    const block = matrix.subarray(image * c * c, (image + 1) * c * c);
    for (let i = 0; i < c; i++) {
      if (i < colors) block.fill(share, i * c, i * c + colors);
      block[i * c + i] = i < colors ? saturation + share : 1;
    }
  }
  return { matrix, offset, contrast };
}

function drawTranslation(stream: RandomStream, [n, , h, w]: ImagesShape) {
  const along = (size: number, out: Float32Array) => {
    const most = Math.round(size * TRANSLATION);
    const shift = stream.integer(2 * most + 1) - most;
    for (let i = 0; i < size; i++) out[i] = i + shift;
  };
  const [rows, columns] = [new Float32Array(n * h), new Float32Array(n * w)];
  for (let image = 0; image < n; image++) {
    along(h, rows.subarray(image * h));
    along(w, columns.subarray(image * w));
  }
  return { rows, columns };
}

function drawCutout(stream: RandomStream, [n, , h, w]: ImagesShape) {
  const along = (size: number, out: Float32Array) => {
    const length = Math.round(size * CUTOUT);
    const first = stream.integer(size + 1 - (length % 2)) - Math.floor(length / 2);
    out.fill(1, Math.max(first, 0), Math.min(first + length, size));
  };
  const [cutRows, cutColumns] = [new Float32Array(n * h), new Float32Array(n * w)];
  for (let image = 0; image < n; image++) {
    along(h, cutRows.subarray(image * h));
    along(w, cutColumns.subarray(image * w));
  }
  return { cutRows, cutColumns };
}

/** `diffaugment` in a config. */
export const diffaugmentMethod = {
  summary: "color, translation and cutout for every image (DiffAugment, Zhao et al. 2020)",
  options: diffaugmentOptions,
  adaptive: false,
  create: diffaugment,
} as const satisfies AugmentationMethod<typeof diffaugmentOptions>;
