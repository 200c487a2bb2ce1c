/** The data that runs are trained on. */
import { join } from "node:path";
import { isFile } from "../../files/index.ts";
import { type DataRecord, readDataRecord } from "../../runs/data/index.ts";
import { runFiles } from "../../runs/folder/index.ts";
import type { UsedData } from "../api.ts";
import type { Library } from "../library/index.ts";

/** The data of all runs: each set of files once, with the runs that are trained on it. */
export async function usedData(library: Library): Promise<readonly UsedData[]> {
  const found = new Map<string, { readonly record: DataRecord; readonly runs: string[] }>();
  let reals = new Map<string, string>();
  for (const { id, folder } of library.entries()) {
    // a run whose record is damaged says so on its own page
    const record = await readDataRecord(folder).catch(() => undefined);
    if (record === undefined) continue;
    const { name, source, count, classes, heldOut, files } = record;
    const key = JSON.stringify([name, source, count, classes, heldOut, files]);
    const known = found.get(key);
    if (known === undefined) found.set(key, { record, runs: [id] });
    else known.runs.push(id);
    if (reals.has(key)) continue;
    const hasReals = await isFile(join(runFiles(folder).reals)).catch(() => false);
    if (hasReals) reals = reals.set(key, id);
  }
  return [...found].map(([key, { record, runs }]): UsedData => {
    const { name, source, count, classes, heldOut, notes, files } = record;
    return {
      ...{ name, source, count, classes, notes, runs },
      heldOut: heldOut.length,
      files: files && { count: files.files, bytes: files.bytes },
      reals: reals.get(key) ?? null,
    };
  });
}
