/** The data that runs are trained on. */
import { isFile } from "../../files/index.ts";
import { type DataRecord, readDataRecord } from "../../runs/data/index.ts";
import { runFiles } from "../../runs/folder/index.ts";
import type { UsedData } from "../api.ts";
import type { Library } from "../library/index.ts";

/** The data of some runs. */
interface Shared {
  readonly record: DataRecord;
  readonly runs: string[];
  /** The run that has a grid of real images. */
  reals: string | null;
}

/** The data of all runs: each set of files once, with the runs that are trained on it. */
export async function usedData(library: Library): Promise<readonly UsedData[]> {
  const found = new Map<string, Shared>();
  for (const { id, folder } of library.entries()) {
    // a run whose record is damaged says so on its own page
    const record = await readDataRecord(folder).catch(() => undefined);
    if (record === undefined) continue;
    const { name, source, count, classes, heldOut, files } = record;
    const key = JSON.stringify([name, source, count, classes, heldOut, files]);
    const shared = found.get(key) ?? { record, runs: [], reals: null };
    found.set(key, shared);
    shared.runs.push(id);
    if (shared.reals !== null) continue;
    if (await isFile(runFiles(folder).reals).catch(() => false)) shared.reals = id;
  }
  return [...found.values()].map(({ record, runs, reals }): UsedData => {
    const { name, source, count, classes, heldOut, notes, files } = record;
    return {
      ...{ name, source, count, classes, notes, runs, reals },
      heldOut: heldOut.length,
      files: files && { count: files.files, bytes: files.bytes },
    };
  });
}
