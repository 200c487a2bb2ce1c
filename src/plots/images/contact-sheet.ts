/** Images with a caption below each. */
import sharp from "sharp";
import { textWidth } from "../render.ts";
import { escaped, fontFamily, fontSize, inks } from "../svg.ts";
import {
  gridPixels,
  type ImageBatch,
  type ImageGrid,
  type ImageGridOptions,
  onWhite,
} from "./image-grid.ts";

/** The height of a line of a caption, and the white below the last one, in pixels. */
const [LINE, END] = [15, 8];

/**
 * Draws images row by row into one PNG file, each with its caption of one or more lines below it. Lines that
 * are wider than an image are cut. Images with opacity are laid on white.
 *
 * @param images uint8 `[N, C, H, W]` with N ≤ rows · columns.
 * @param captions the lines of each image's caption.
 * @throws EvenkeelError `SHAPE` as `imageGrid` does.
 */
export async function contactSheet(
  images: ImageBatch,
  captions: readonly (readonly string[])[],
  options: ImageGridOptions,
): Promise<ImageGrid> {
  const { columns, upscale = 1 } = options;
  const opaque = onWhite(images);
  const [, , imageHeight = 0, imageWidth = 0] = opaque.shape;
  const below = LINE * Math.max(...captions.map((lines) => lines.length)) + END;
  const grid = gridPixels(opaque, options, { right: END, below });
  const { pixels, width, channels } = grid;
  const height = grid.height + below;
  const texts = captions.flatMap((lines, i) => {
    const x = (i % columns) * (imageWidth * upscale + END);
    const y = Math.floor(i / columns) * (imageHeight * upscale + below) + imageHeight * upscale;
    return lines.map((line, n) => {
      const text = escaped(fitted(line, imageWidth * upscale));
      return `<text x="${x}" y="${y + LINE * (n + 1) - 3}">${text}</text>`;
    });
  });
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `font-family="${fontFamily}" font-size="${fontSize}" fill="${inks.title}">${texts.join("")}</svg>`;
  const background = { r: 255, g: 255, b: 255 };
  const png = await sharp(pixels, { raw: { width, height: grid.height, channels } })
    .extend({ bottom: below, background })
    .composite([{ input: Buffer.from(svg) }])
    .removeAlpha()
    .toColorspace(channels === 1 ? "b-w" : "srgb")
    .png()
    .toBuffer();
  return { png, width, height, channels };
}

/** The beginning of a text that is at most `width` pixels wide, with … where it was cut. */
function fitted(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const characters = [...text];
  while (characters.length > 1 && textWidth(`${characters.join("")}…`) > width) characters.pop();
  return `${characters.join("")}…`;
}
