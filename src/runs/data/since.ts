import type { DataCallbacks, ImageDataset } from "../../data/index.ts";
import { differenceOf } from "./difference.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { readDataRecord } from "./record.ts";

/**
 * How the files of an open data set differ from those that a run was last trained on, in words; `undefined` where they
 * are the same, or the run has no record of files.
 *
 * @param folder the run's folder.
 * @param dataset the part of the set that the run was trained on.
 * @throws EvenkeelError `RUN_FOLDER` for a damaged record.
 */
export async function differenceSince(
  folder: string,
  { name, files }: ImageDataset,
  callbacks: DataCallbacks = {},
): Promise<string | undefined> {
  const record = await readDataRecord(folder);
  if (!record?.files || record.name !== name || files === undefined) return undefined;
  const now = await fingerprintOf(files, callbacks);
  return differenceOf(record.files, now, files.path, record.source);
}
