import { join, resolve } from "node:path";
import { EvenkeelError } from "../../../errors.ts";
import { formatCount } from "../../../text.ts";
import { imagenetInfo } from "../../catalog/imagenet-info.ts";
import type { ResolvedDatasetOptions } from "../../catalog/options.ts";
import type { DataCallbacks, ImageDataset } from "../../dataset/dataset.ts";
import { memoryOf, openImages } from "../../pictures/images.ts";
import { firstThere } from "../../reading/first-there.ts";
import { folderLayout } from "../../sources/layout.ts";
import { openSource } from "../../sources/open-source.ts";

const folders = ["imagenet", "ILSVRC2012", "ILSVRC/Data/CLS-LOC", "."];
const files = {
  train: ["train", "ILSVRC2012_img_train.tar"],
  test: ["val", "ILSVRC2012_img_val.tar"],
} as const;

/**
 * Opens ImageNet (ILSVRC2012): `train`, a folder of one folder for each synset, or the original tar of
 * tars, which is read where it lies; of the split `test`, `val` or its tar. They lie in `imagenet` (or
 * `ILSVRC2012`, `ILSVRC/Data/CLS-LOC`) below the data root, or in the root itself.
 *
 * A label is the position of an image's synset among those that are there, in the order of their ids.
 * Validation images that lie in no folders have a single class. By default the middle square is resized
 * to `size` by OpenCV's bilinear rule, as in the BSN authors' code.
 *
 * @throws EvenkeelError `DATA` for missing or damaged files, `CONFIG` for the split `all`.
 */
export async function openImagenet(
  options: ResolvedDatasetOptions,
  callbacks: DataCallbacks = {},
): Promise<ImageDataset> {
  const { split, root } = options;
  if (split !== "train" && split !== "test") {
    throw new EvenkeelError(
      "CONFIG",
      `data.split: must be train or test for imagenet, got ${split}`,
    );
  }
  const names = files[split];
  const path = firstThere(
    root,
    folders.flatMap((folder) => names.map((name) => join(folder, name))),
  );
  if (path === undefined) throw missing(root, names);
  const source = await openSource(path, memoryOf(options), callbacks);
  const { images, labels, classes, notes } = folderLayout(source, "all");
  const official = imagenetInfo.counts?.[split] ?? 0;
  const list = {
    name: "imagenet",
    source,
    images,
    labels,
    classes,
    notes: [
      ...(images.length === official
        ? []
        : [`${formatCount(images.length)} of the official ${formatCount(official)} images.`]),
      ...source.notes,
      ...notes,
    ],
  } as const;
  return openImages(list, options, callbacks);
}

function missing(root: string, names: readonly string[]): EvenkeelError {
  return new EvenkeelError(
    "DATA",
    `imagenet: there must be ${names.join(" or ")} in ${join(resolve(root), "imagenet")}, got neither`,
    {
      advice:
        `Get ${names[1]} from ${imagenetInfo.home} (one has to register), or name the folder above ` +
        "with --set data.root=DIR.",
      details: { root },
    },
  );
}
