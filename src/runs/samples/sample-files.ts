/** Writes samples: a grid of images, an animation, a plot of points, single images, or points as lines of text. */

import { extname } from "node:path";
import { mixtureOf, openDataset } from "../../data/index.ts";
import { writeOutput } from "../../files/index.ts";
import { toPixels } from "../../images/pixels.ts";
import { animation, contactSheet } from "../../plots/images/index.ts";
import { imagePainter, pointPainter, type Trained } from "../trained/index.ts";
import { animationFormatOf } from "./file-kinds.ts";
import { writeSampleFolder } from "./sample-folder.ts";

/** The height, in pixels, that small images have about in an animation and on a contact sheet. */
const [ANIMATED, ON_SHEET] = [256, 96];

/** The side of the square that a pixel of an image of this height becomes in an animation. */
export const animationScale = (height: number) => Math.max(1, Math.round(ANIMATED / height));

/** How samples are shown. */
export interface SampleStyle {
  readonly columns: number;
  /** The lines below each image of a contact sheet. */
  readonly captions: readonly (readonly string[])[] | undefined;
  /** Images a second of an animation. */
  readonly fps: number;
}

/**
 * Writes a run's samples (float32 `[count, C, H, W]` in [-1, 1]) in the form that the extension of `out`
 * names: a `.png` file, an animation, a `.csv` file of points, or a folder of single images.
 *
 * Only a plot of points reads the run's data set, in order to show real points as well.
 *
 * @throws EvenkeelError `DISK` if the disk refuses.
 */
export async function writeSampleFiles(
  out: string,
  samples: Float32Array,
  trained: Trained,
  style: SampleStyle,
): Promise<void> {
  const format = animationFormatOf(out);
  const { imageShape } = trained.model.definition;
  const images = () => {
    const data = toPixels(samples);
    return { data, shape: [data.length / imageShape.reduce((a, b) => a * b, 1), ...imageShape] };
  };
  if (format !== undefined) {
    const upscale = animationScale(imageShape[1]);
    return writeOutput(out, await animation(images(), { format, fps: style.fps, upscale }));
  }
  if (style.captions !== undefined) {
    const { columns, captions } = style;
    const rows = Math.ceil(captions.length / columns);
    const upscale = Math.max(1, Math.round(ON_SHEET / imageShape[1]));
    const { png } = await contactSheet(images(), captions, { rows, columns, upscale });
    return writeOutput(out, png);
  }
  switch (extname(out).toLowerCase()) {
    case ".png":
      return writePicture(out, samples, trained, style.columns);
    case ".csv":
      return writeOutput(out, pointLines(samples));
    default:
      return writeSampleFolder(out, images());
  }
}

async function writePicture(
  out: string,
  samples: Float32Array,
  { config, model }: Trained,
  columns: number,
): Promise<void> {
  const { imageShape, imageType } = model.definition;
  const paint =
    imageType === "float32"
      ? await pointPainter(await openDataset(config.data), mixtureOf(config.data))
      : imagePainter(imageShape);
  const { grid } = await paint(samples, { columns });
  await writeOutput(out, grid.png);
}

function pointLines(points: Float32Array): string {
  const lines = Array.from({ length: points.length / 2 }, (_, i) =>
    [points[2 * i], points[2 * i + 1]].join(","),
  );
  return `${["x,y", ...lines].join("\n")}\n`;
}
