/** The results of claims below a folder. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { isCode, onDisk } from "../../files/index.ts";
import type { Drawing } from "../../plots/index.ts";
import type { Scale } from "../claim.ts";
import { type ClaimRecord, RESULT_FILES, readFigure, readResult } from "./result.ts";

/** A result in a folder. */
export interface FoundResult {
  readonly record: ClaimRecord;
  /** Its figure as it was drawn, if it was. */
  readonly drawing: Drawing | null;
  /** Its page, relative to the folder above. */
  readonly page: string;
}

/** The newest result of each claim at a scale in the folders below a folder, in no order; none where that is none. */
export async function findResults(folder: string, scale: Scale): Promise<readonly FoundResult[]> {
  const names = await onDisk("read", folder, async () => {
    try {
      const entries = await readdir(folder, { withFileTypes: true });
      return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    } catch (error) {
      if (isCode(error, "ENOENT")) return [];
      throw error;
    }
  });
  const newest = new Map<string, FoundResult>();
  for (const name of names.sort()) {
    const record = await readResult(join(folder, name));
    if (record?.scale !== scale) continue;
    const known = newest.get(record.claim);
    if (known !== undefined && known.record.at >= record.at) continue;
    const drawing = await readFigure(join(folder, name));
    newest.set(record.claim, { record, drawing, page: `${name}/${RESULT_FILES.page}` });
  }
  return [...newest.values()];
}
