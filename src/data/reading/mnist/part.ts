import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { EvenkeelError } from "../../../errors.ts";
import { reasonOf, systemCode } from "../errors.ts";
import { readIdx } from "./idx.ts";

/** The sets in the format of MNIST. */
export type MnistName = "mnist" | "fashion-mnist";

/** Width and height of their images. */
export const side = 28;

/** Images `[N, 28, 28]` and their labels, 0 … 9. */
export interface LabelledImages {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

const stems = { train: "train", test: "t10k" } as const;

/**
 * Reads the images and labels of a part.
 *
 * @param folder the set's own folder below the data root.
 * @throws EvenkeelError `DATA` for missing or damaged files, or for two that do not belong together.
 */
export async function readPart(
  name: MnistName,
  folder: string,
  part: "train" | "test",
): Promise<LabelledImages> {
  const present = await readdir(folder).catch((error: unknown) => {
    throw unreadable(name, folder, error);
  });
  const imagesPath = findFile(name, folder, present, `${stems[part]}-images`, "idx3-ubyte");
  const labelsPath = findFile(name, folder, present, `${stems[part]}-labels`, "idx1-ubyte");
  const images = await readIdx(name, imagesPath, 3);
  const labels = await readIdx(name, labelsPath, 1);
  const [records, height, width] = images.shape;
  if (height !== side || width !== side) {
    throw new EvenkeelError(
      "DATA",
      `${name}: the images of ${imagesPath} must be ${side} × ${side}, got ${height} × ${width}`,
      { advice: "Images of other sizes: the folder set.", details: { path: imagesPath } },
    );
  }
  if (labels.data.length !== records) {
    throw new EvenkeelError(
      "DATA",
      `${name}: ${labelsPath} must have a label for each of the ${records} images of ${imagesPath}, ` +
        `got ${labels.data.length}`,
      { advice: "Get both from the same place.", details: { path: labelsPath } },
    );
  }
  const bad = labels.data.findIndex((label) => label > 9);
  if (bad !== -1) {
    throw new EvenkeelError(
      "DATA",
      `${name}: a label must be in 0 … 9, got ${labels.data[bad]} for image ${bad} in ${labelsPath}`,
      {
        advice: `It is damaged: delete it and run \`evenkeel data fetch ${name}\`.`,
        details: { path: labelsPath },
      },
    );
  }
  return { images: images.data, labels: labels.data };
}

/** The file as its makers name it, or with the dot that some copies have; plain or gzipped. */
function findFile(
  name: MnistName,
  folder: string,
  present: readonly string[],
  stem: string,
  kind: string,
): string {
  const plain = [`${stem}-${kind}`, `${stem}.${kind}`];
  const file = plain.flatMap((each) => [each, `${each}.gz`]).find((each) => present.includes(each));
  if (file !== undefined) return join(folder, file);
  throw new EvenkeelError(
    "DATA",
    `${name}: ${folder} must hold ${plain[0]} or ${plain[0]}.gz, got neither`,
    { advice: fetchAdvice(name), details: { folder } },
  );
}

function unreadable(name: MnistName, folder: string, error: unknown): EvenkeelError {
  const root = dirname(folder);
  const tooDeep = systemCode(error) === "ENOENT" && basename(root) === name;
  return new EvenkeelError(
    "DATA",
    `${name}: cannot read the folder ${folder}: ${reasonOf(error)}`,
    {
      advice: tooDeep
        ? `data.root must be the folder above: --set data.root=${dirname(root)}`
        : fetchAdvice(name),
      details: { folder },
      cause: error,
    },
  );
}

function fetchAdvice(name: MnistName): string {
  return (
    `Get it with \`evenkeel data fetch ${name}\`, or name the folder that holds ${name} with ` +
    "--set data.root=DIR."
  );
}
