/** Where the files of a CIFAR set are, and what to do where they are not. */
import { readdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { EvenkeelError } from "../../../errors.ts";
import { partsOf, type ResolvedDatasetOptions } from "../../catalog/options.ts";
import { reasonOf, systemCode } from "../errors.ts";
import type { CifarVariant } from "./cifar.ts";

/** A file of the set and how many images it officially holds. */
export interface OfficialFile {
  readonly file: string;
  readonly records: number;
}

/** The files that hold a split. */
export function wantedFiles(
  { files, recordsPerFile }: CifarVariant,
  { split }: ResolvedDatasetOptions,
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
  folder: string,
  wanted: readonly OfficialFile[],
  options: ResolvedDatasetOptions,
): Promise<readonly string[]> {
  const { name } = variant;
  const advice =
    `Get it with \`evenkeel data fetch ${name}\`, or name the folder that holds ` +
    `${variant.folder} with --set data.root=DIR.`;
  const present = await readdir(folder).catch(async (error: unknown) => {
    const missing = systemCode(error) === "ENOENT";
    throw new EvenkeelError(
      "DATA",
      `${name}: cannot read the folder ${folder}: ${reasonOf(error)}`,
      {
        advice: (missing ? await misplaced(variant, resolve(options.root)) : undefined) ?? advice,
        details: { folder },
        cause: error,
      },
    );
  });
  const names = wanted.map(({ file }) => file);
  const found = names.filter((file) => present.includes(file));
  if (found.length > 0) return found.map((file) => join(folder, file));
  throw new EvenkeelError(
    "DATA",
    `${name}: no file of the split ${options.split} found, looked for ` +
      join(folder, names.length === 1 ? (names[0] as string) : `{${names.join(",")}}`),
    { advice, details: { folder, split: options.split } },
  );
}

/** Advice for a root that is one folder too deep, or that holds another version of the set. */
async function misplaced(
  { name, folder, otherVersion }: CifarVariant,
  root: string,
): Promise<string | undefined> {
  const there = await readdir(root).catch(() => [] as string[]);
  if (basename(root) === folder && there.length > 0) {
    return `data.root must be the folder above: --set data.root=${dirname(root)}`;
  }
  if (there.includes(otherVersion)) {
    return `${root} holds the Python version; get the binary version with \`evenkeel data fetch ${name}\`.`;
  }
  return undefined;
}
