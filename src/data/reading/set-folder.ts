/** The folder of a set below the data root, and the error where its files are not there. */
import { basename, dirname, join, resolve } from "node:path";
import { EvenkeelError } from "../../errors.ts";
import { reasonOf, systemCode } from "../../files/index.ts";

/** A folder that `evenkeel data fetch` fills. */
export interface SetFolder {
  /** The set's name. */
  readonly set: string;
  /** The data root. */
  readonly root: string;
  /** The folder's name below it. */
  readonly folder: string;
}

/** The folder's absolute path. */
export function pathOf({ root, folder }: SetFolder): string {
  return join(resolve(root), folder);
}

/** How to get the set's files. */
export function fetchAdvice({ set, folder }: SetFolder): string {
  return (
    `Get it with \`evenkeel data fetch ${set}\`, or name the folder that holds ${folder} with ` +
    "--set data.root=DIR."
  );
}

/**
 * The error for a file or folder of the set that cannot be read. Its advice says how to get the files, or
 * which root is meant if `root` is the set's own folder.
 */
export function cannotRead(
  place: SetFolder,
  path: string,
  cause: unknown,
  advice = fetchAdvice(place),
): EvenkeelError {
  const root = resolve(place.root);
  const tooDeep = systemCode(cause) === "ENOENT" && basename(root) === place.folder;
  return new EvenkeelError("DATA", `${place.set}: cannot read ${path}: ${reasonOf(cause)}`, {
    advice: tooDeep
      ? `data.root must be the folder above: --set data.root=${dirname(root)}`
      : advice,
    details: { path },
    cause,
  });
}
