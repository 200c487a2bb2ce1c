/** ImageNet (ILSVRC2012), as folders or as the original archives. */
import { join, resolve } from "node:path";
import { EvenkeelError } from "../../../errors.ts";
import { type DataCallbacks, type ImageDataset, officialNote } from "../../dataset/index.ts";
import { decodedSet, memoryBytes, type PictureOptions } from "../../pictures/index.ts";
import { firstThere } from "../../reading/index.ts";
import { folderLayout, openSource } from "../../sources/index.ts";

const folders = ["imagenet", "ILSVRC2012", "ILSVRC/Data/CLS-LOC", "."];
const files = {
  train: ["train", "ILSVRC2012_img_train.tar"],
  test: ["val", "ILSVRC2012_img_val.tar"],
} as const;

/** The official numbers of images; `test` is those for validation. */
export const counts = { train: 1_281_167, test: 50_000 } as const;

/** The page of its makers. */
export const home = "https://www.image-net.org/challenges/LSVRC/2012/";

/** Where its files are looked for. */
export const location =
  `${files.train[0]}/ (folders by synset) or ${files.train[1]}, ${files.test[0]}/ or ${files.test[1]}, ` +
  "in imagenet/ below data.root";

/** Which images, and what they are made into. */
export interface ImagenetOptions extends PictureOptions {
  readonly root: string;
  readonly split: "train" | "test";
}

/**
 * Opens ImageNet: `train`, a folder of one folder for each synset, or the original tar of tars, which is
 * read where it lies; of the split `test`, `val` or its tar. They lie in `imagenet` (or `ILSVRC2012`,
 * `ILSVRC/Data/CLS-LOC`) below the data root, or in the root itself.
 *
 * A label is the position of an image's synset among those that are there, in the order of their ids.
 * Validation images that lie in no folders have a single class.
 *
 * @throws EvenkeelError `DATA` for missing or damaged files, `CONFIG` for a wrong count.
 */
export async function openImagenet(
  options: ImagenetOptions,
  callbacks: DataCallbacks,
): Promise<ImageDataset> {
  const { split, root } = options;
  const names = files[split];
  const path = firstThere(
    root,
    folders.flatMap((folder) => names.map((name) => join(folder, name))),
  );
  if (path === undefined) throw missing(root, names);
  const source = await openSource(path, memoryBytes(options), callbacks);
  const layout = folderLayout(source, "all");
  const notes = [
    ...officialNote(layout.images.length, counts[split]),
    ...source.notes,
    ...layout.notes,
  ];
  return decodedSet({ name: "imagenet", source, ...layout, notes }, options, callbacks);
}

function missing(root: string, names: readonly string[]): EvenkeelError {
  return new EvenkeelError(
    "DATA",
    `imagenet: there must be ${names.join(" or ")} in ${join(resolve(root), "imagenet")}, got neither`,
    {
      advice:
        `Get ${names[1]} from ${home} (one has to register), or name the folder above with ` +
        "--set data.root=DIR.",
      details: { root },
    },
  );
}
