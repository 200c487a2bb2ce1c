/** The parts of a folder or an archive: `train`, `test` and `validation`, by the names of its folders. */

/** A part of a set. */
export type Part = "train" | "test" | "validation";

/** The first word in the names of parts, in lower case. */
const partNames: ReadonlyMap<string, Part> = new Map([
  ["train", "train"],
  ["training", "train"],
  ["test", "test"],
  ["testing", "test"],
  ["val", "validation"],
  ["valid", "validation"],
  ["validation", "validation"],
]);
const words = [...partNames.keys()].join("|");
/** `train`, and `train_set`, `train-images`, `TrainData`. */
const partPattern = new RegExp(`^(${words})([-_ ]?(set|split|images|imgs|data|dataset))?$`, "i");
/** `trainA`, `test_new` and `val2`, but not `trains`. */
const likeParts = [...partNames.keys()].flatMap((word) =>
  [word, `${word[0]?.toUpperCase()}${word.slice(1)}`].map(
    (name) => new RegExp(`^${name}(?![a-z])`),
  ),
);

/** The part that a folder of this name stands for, in lower or upper case; `undefined` for any other. */
export function partNamed(folder: string): Part | undefined {
  return partNames.get(partPattern.exec(folder)?.[1]?.toLowerCase() ?? "");
}

/** Whether a folder's name looks like that of a part, though it may stand for none. */
export function isLikePart(folder: string): boolean {
  return partNamed(folder) !== undefined || likeParts.some((one) => one.test(folder));
}

/** Where the parts of a set are. */
export interface Parts {
  /** The folder that they lie in, with its `/`; empty for the source itself. */
  readonly root: string;
  /** The folders in it that stand for a part. */
  readonly folders: ReadonlyMap<string, Part>;
}

/**
 * The parts that images lie in; `null` where there are none, since the folders are classes.
 *
 * Folders named like parts are parts where
 *
 * - they are `train` and another part, whatever lies beside them;
 * - they are `train` alone, and beside it are single images, or all its own images lie in folders;
 * - there is nothing else.
 *
 * Folders that have all others in them are entered first.
 *
 * @param images relative paths with `/` between their parts.
 */
export function findParts(images: readonly string[]): Parts | null {
  for (let root = ""; ; ) {
    const { folders, loose } = listing(images, root);
    const parts = new Map(
      folders.flatMap((name) => {
        const part = partNamed(name);
        return part === undefined ? [] : [[name, part] as const];
      }),
    );
    if (areParts(images, { root, folders: parts }, folders.length > parts.size, loose)) {
      return { root, folders: parts };
    }
    const [only, ...others] = folders;
    if (only === undefined || others.length > 0) return null;
    root += `${only}/`;
  }
}

/** Whether a source has a part. */
export function hasPart({ images }: { readonly images: readonly string[] }, part: Part): boolean {
  return [...(findParts(images)?.folders.values() ?? [])].includes(part);
}

/** The folders of images directly in a folder, and whether images lie beside them. */
function listing(
  images: readonly string[],
  root: string,
): { readonly folders: readonly string[]; readonly loose: boolean } {
  const folders = new Set<string>();
  let loose = false;
  for (const image of images) {
    if (!image.startsWith(root)) continue;
    const slash = image.indexOf("/", root.length);
    if (slash < 0) loose = true;
    else folders.add(image.slice(root.length, slash));
  }
  return { folders: [...folders], loose };
}

function areParts(
  images: readonly string[],
  { root, folders }: Parts,
  hasOthers: boolean,
  loose: boolean,
): boolean {
  const kinds = new Set(folders.values());
  if (!kinds.has("train")) return kinds.has("test") && !hasOthers && !loose;
  if (!hasOthers || kinds.size > 1) return true;
  const training = [...folders.keys()].map((name) => `${root}${name}/`);
  return images.every((image) =>
    training.every((folder) => !image.startsWith(folder) || image.includes("/", folder.length)),
  );
}
