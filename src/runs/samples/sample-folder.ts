/** Folders of single samples. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { refusal } from "../../errors.ts";
import { createFolders, isFile, isFolder, onDisk, writeFileAtomically } from "../../files/index.ts";
import { type ImageBatch, imagePng } from "../../plots/images/index.ts";
import { animationExtensions } from "./file-kinds.ts";

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
      rule: `--out must be a .png or .csv file, an animation (${animationExtensions}) or a folder, which this file is not`,
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

/**
 * Writes each image to a PNG file of a folder, `00000.png` and so on.
 *
 * @throws EvenkeelError `DISK` if the disk refuses.
 */
export async function writeSampleFolder(out: string, images: ImageBatch): Promise<void> {
  await createFolders(out);
  await writeFileAtomically(join(out, MARK), "");
  const [count = 0] = images.shape;
  for (let i = 0; i < count; i++) {
    const name = `${String(i).padStart(5, "0")}.png`;
    await writeFileAtomically(join(out, name), await imagePng(images, i));
  }
}
