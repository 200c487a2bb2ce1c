/** Writes samples: a grid of images, a plot of points, single images, or points as lines of text. */

import { readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import { mixtureOf, openDataset } from "../../data/index.ts";
import { refusal } from "../../errors.ts";
import {
  createFolders,
  isFile,
  isFolder,
  onDisk,
  writeFileAtomically,
  writeOutput,
} from "../../files/index.ts";
import { toPixels } from "../../images/pixels.ts";
import { imageGrid } from "../../plots/image-grid.ts";
import { imagePainter, pointPainter } from "./picture.ts";
import type { Trained } from "./trained.ts";

/** Whether samples go to a file of this name; otherwise it is a folder's. */
export const isFileName = (out: string) => [".png", ".csv"].includes(extname(out).toLowerCase());

/**
 * Writes a run's samples (float32 `[count, C, H, W]` in [-1, 1]) in the form that the extension of `out`
 * names: a `.png` file, a `.csv` file of points, or a folder of single images.
 *
 * Only a plot of points reads the run's data set, in order to show real points as well.
 *
 * @throws EvenkeelError `DISK` if the disk refuses.
 */
export async function writeSampleFiles(
  out: string,
  samples: Float32Array,
  trained: Trained,
  columns: number,
): Promise<void> {
  switch (extname(out).toLowerCase()) {
    case ".png":
      return writePicture(out, samples, trained, columns);
    case ".csv":
      return writeOutput(out, pointLines(samples));
    default:
      return writeSingly(out, samples, trained);
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

/** The file that says that the images of a folder are samples, which later ones may replace. */
const MARK = ".evenkeel-samples";

/**
 * Refuses a folder that has images with the names of samples which were not written as such.
 *
 * @throws EvenkeelError `USAGE`; `DISK` if the disk refuses.
 */
export async function expectSampleFolder(out: string): Promise<void> {
  if (await isFile(out)) {
    throw refusal("USAGE", {
      where: "sample",
      rule: "--out must be a .png or .csv file, or a folder, which this file is not",
      got: out,
    });
  }
  if (!(await isFolder(out)) || (await isFile(join(out, MARK)))) return;
  const names = await onDisk("read", out, () => readdir(out));
  const image = names.find((name) => /^\d{5,}\.png$/i.test(name));
  if (image === undefined) return;
  throw refusal("USAGE", {
    where: "sample",
    rule: "--out must not be a folder of other images, which would be replaced",
    got: join(out, image),
    advice: "Choose a new folder.",
  });
}

async function writeSingly(out: string, samples: Float32Array, { model }: Trained): Promise<void> {
  await createFolders(out);
  await writeFileAtomically(join(out, MARK), "");
  const { imageShape } = model.definition;
  const pixels = toPixels(samples);
  const length = imageShape.reduce((a, b) => a * b, 1);
  for (let i = 0; i * length < pixels.length; i++) {
    const data = pixels.subarray(i * length, (i + 1) * length);
    const { png } = await imageGrid({ data, shape: [1, ...imageShape] }, { rows: 1, columns: 1 });
    await writeFileAtomically(join(out, `${String(i).padStart(5, "0")}.png`), png);
  }
}
