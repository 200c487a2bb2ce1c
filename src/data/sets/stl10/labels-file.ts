import { EvenkeelError } from "../../../errors.ts";
import { readSetFile, requireLabels } from "../../reading/index.ts";

/**
 * The labels of a file of images, 1 … 10 there, as 0 … 9.
 *
 * @param images the file of images and their number, which must be that of the labels.
 * @throws EvenkeelError `DATA` naming the file and what is wrong with it.
 */
export async function readLabels(
  path: string,
  images: string,
  records: number,
): Promise<Uint8Array> {
  const labels = await readSetFile("stl10", path);
  requireLabels("stl10", { path, count: labels.length }, { path: images, count: records });
  const bad = labels.findIndex((label) => label < 1 || label > 10);
  if (bad !== -1) {
    throw new EvenkeelError(
      "DATA",
      `stl10: a label must be in 1 … 10, got ${labels[bad]} at byte ${bad} of ${path}`,
      {
        advice: "It is damaged. Move the folder away and run `evenkeel data fetch stl10`.",
        details: { path },
      },
    );
  }
  return labels.map((label) => label - 1);
}
