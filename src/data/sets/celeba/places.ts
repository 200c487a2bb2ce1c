/** Where the files of CelebA are, as its makers, Kaggle and torchvision hand them out. */
import { basename, dirname, join, resolve } from "node:path";
import { EvenkeelError } from "../../../errors.ts";
import { firstThere } from "../../reading/index.ts";

const images = "img_align_celeba";
const list = "list_eval_partition";
/** Its own folder; the files may also lie in the data root itself. */
const setFolders = ["celeba", "CelebA", "celeba-dataset", "."];
/** Its makers put the images and the list into folders of their own. */
const imagesFolder = "Img";
const listFolder = "Eval";

/** Where its files are looked for. */
export const location =
  `${images}/ or ${images}.zip, and ${list}.txt or .csv, in celeba/ below data.root, or there in ` +
  `${imagesFolder}/ and ${listFolder}/`;

/**
 * The folder or the archive of the aligned images below the data root: in `celeba` or there in `Img`, or in
 * the root itself.
 *
 * @param home the page to get them from.
 * @throws EvenkeelError `DATA` where there is none.
 */
export function findImages(root: string, home: string): string {
  const found = firstThere(
    root,
    setFolders.flatMap((folder) =>
      [".", imagesFolder].flatMap((inner) =>
        ["", ".zip", "_png"].map((ending) => join(folder, inner, `${images}${ending}`)),
      ),
    ),
  );
  if (found !== undefined) return found;
  const folder = resolve(root);
  throw new EvenkeelError(
    "DATA",
    `celeba: there must be ${images} or ${images}.zip in ${join(folder, "celeba")} or in its ` +
      `folder ${imagesFolder}, got neither`,
    {
      advice:
        basename(folder) === images
          ? `data.root must be the folder above: --set data.root=${dirname(folder)}`
          : `Get the aligned images (Align&Cropped, ${images}.zip) and ${list}.txt from ${home}, ` +
            "or name the folder above with --set data.root=DIR.",
      details: { root },
    },
  );
}

/**
 * The list of the parts: beside the images, or in `Eval` beside their folder.
 *
 * @param path the folder or the archive of the images.
 * @throws EvenkeelError `DATA` where there is none.
 */
export function findList(path: string): string {
  const beside = dirname(path);
  const set = basename(beside) === imagesFolder ? dirname(beside) : beside;
  const places = [...new Set([beside, set, join(set, listFolder)])];
  for (const place of places) {
    const found = firstThere(
      place,
      [".txt", ".csv"].map((ending) => `${list}${ending}`),
    );
    if (found !== undefined) return found;
  }
  throw new EvenkeelError(
    "DATA",
    `celeba: there must be ${list}.txt or ${list}.csv in ${places.join(" or ")}, got neither`,
    {
      advice:
        "Put the list that comes with CelebA there, or take all images: --set data.split=all.",
      details: { path },
    },
  );
}
