import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { EvenkeelError } from "../../../errors.ts";
import { requireLabels } from "../records.ts";
import { cannotRead, fetchAdvice, pathOf, type SetFolder } from "../set-folder.ts";
import { readIdx } from "./idx.ts";

/** Width and height of the images. */
export const side = 28;

/** Images `[N, 28, 28]` and their labels, 0 … 9. */
export interface LabelledImages {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

const stems = { train: "train", test: "t10k" } as const;

/** The paths of a part's files. */
export interface PartFiles {
  readonly images: string;
  readonly labels: string;
}

/**
 * The files of parts.
 *
 * @throws EvenkeelError `DATA` for a missing one.
 */
export async function findParts(
  place: SetFolder,
  parts: readonly ("train" | "test")[],
): Promise<readonly PartFiles[]> {
  const folder = pathOf(place);
  const present = await readdir(folder).catch((error: unknown) => {
    throw cannotRead(place, folder, error);
  });
  return parts.map((part) => ({
    images: findFile(place, present, `${stems[part]}-images`, "idx3-ubyte"),
    labels: findFile(place, present, `${stems[part]}-labels`, "idx1-ubyte"),
  }));
}

/**
 * Reads the images and labels of a part.
 *
 * @throws EvenkeelError `DATA` for damaged files, or for two that do not belong together.
 */
export async function readPart(
  set: string,
  { images: imagesPath, labels: labelsPath }: PartFiles,
): Promise<LabelledImages> {
  const images = await readIdx(set, imagesPath, 3);
  const labels = await readIdx(set, labelsPath, 1);
  const [count = 0, height, width] = images.shape;
  if (height !== side || width !== side) {
    throw new EvenkeelError(
      "DATA",
      `${set}: the images of ${imagesPath} must be ${side} × ${side}, got ${height} × ${width}`,
      { advice: "Images of other sizes: the folder set.", details: { path: imagesPath } },
    );
  }
  requireLabels(set, { path: labelsPath, count: labels.data.length }, { path: imagesPath, count });
  const bad = labels.data.findIndex((label) => label > 9);
  if (bad !== -1) {
    throw new EvenkeelError(
      "DATA",
      `${set}: a label must be in 0 … 9, got ${labels.data[bad]} for image ${bad} in ${labelsPath}`,
      {
        advice: `It is damaged: delete it and run \`evenkeel data fetch ${set}\`.`,
        details: { path: labelsPath },
      },
    );
  }
  return { images: images.data, labels: labels.data };
}

/** The file as its makers name it, or with the dot that some copies have; plain or gzipped. */
function findFile(
  place: SetFolder,
  present: readonly string[],
  stem: string,
  kind: string,
): string {
  const folder = pathOf(place);
  const plain = [`${stem}-${kind}`, `${stem}.${kind}`];
  const file = plain.flatMap((each) => [each, `${each}.gz`]).find((each) => present.includes(each));
  if (file !== undefined) return join(folder, file);
  throw new EvenkeelError(
    "DATA",
    `${place.set}: ${folder} must hold ${plain[0]} or ${plain[0]}.gz, got neither`,
    { advice: fetchAdvice(place), details: { folder } },
  );
}
