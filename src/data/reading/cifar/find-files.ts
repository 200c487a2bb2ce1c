/** Where the files of a CIFAR set are. */
import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { EvenkeelError } from "../../../errors.ts";
import { type DatasetSplit, partsOf } from "../../dataset/index.ts";
import { cannotRead, fetchAdvice, pathOf } from "../set-folder.ts";
import type { CifarVariant } from "./variant.ts";

/** A file of the set and how many images it officially holds. */
export interface OfficialFile {
  readonly file: string;
  readonly records: number;
}

/** The files that hold a split. */
export function wantedFiles(
  { files, recordsPerFile }: CifarVariant,
  split: DatasetSplit,
): readonly OfficialFile[] {
  return partsOf(split).flatMap((part) =>
    files[part].map((file) => ({ file, records: recordsPerFile[part] })),
  );
}

/**
 * The paths of those of the wanted files that are there; one at least.
 *
 * @throws EvenkeelError `DATA` with the way to get them.
 */
export async function findFiles(
  variant: CifarVariant,
  wanted: readonly OfficialFile[],
  { root, split }: { readonly root: string; readonly split: DatasetSplit },
): Promise<readonly string[]> {
  const { name } = variant;
  const place = { set: name, root, folder: variant.folder };
  const folder = pathOf(place);
  const present = await readdir(folder).catch(async (error: unknown) => {
    throw cannotRead(place, folder, error, await otherVersionAdvice(variant, resolve(root)));
  });
  const names = wanted.map(({ file }) => file);
  const found = names.filter((file) => present.includes(file));
  if (found.length > 0) return found.map((file) => join(folder, file));
  throw new EvenkeelError(
    "DATA",
    `${name}: no file of the split ${split} found, looked for ` +
      join(folder, names.length === 1 ? (names[0] as string) : `{${names.join(",")}}`),
    { advice: fetchAdvice(place), details: { folder, split } },
  );
}

/** Advice for a root that holds another version of the set. */
async function otherVersionAdvice(
  { name, otherVersion }: CifarVariant,
  root: string,
): Promise<string | undefined> {
  const there = await readdir(root).catch(() => [] as string[]);
  if (!there.includes(otherVersion)) return undefined;
  return `${root} holds the Python version; get the binary version with \`evenkeel data fetch ${name}\`.`;
}
