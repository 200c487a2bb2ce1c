/** The records of the runs that someone looks at, as columns. */
import { stat } from "node:fs/promises";
import { runFiles } from "../../runs/folder/index.ts";
import { type Columns, createColumns } from "./columns.ts";
import type { CurveRequest } from "./curves.ts";
import type { RunEntry } from "./entry.ts";
import { type FollowedLines, followLines } from "./follow-lines.ts";
import { readSparse } from "./sparse-lines.ts";

/** Runs whose records are kept in memory; of more, those that were asked for longest ago are dropped. */
const KEPT = 12;
/** Bytes of a file that is kept in memory, and of a part of a larger one that is read whole. */
const WHOLE = 1 << 24;

/** Records of a run. */
export interface FoundRecords {
  readonly columns: Columns;
  /** About how many records one of them stands for; 1: these are all. */
  readonly every: number;
}

/** The records of runs. */
export interface RecordStore {
  /**
   * The records of a run up to now: all of them, or of a long run those of the range, evenly spread if they are many.
   *
   * @throws EvenkeelError `DISK` if the disk refuses.
   */
  records(entry: RunEntry, request: CurveRequest): Promise<FoundRecords>;
}

interface Kept {
  readonly lines: FollowedLines;
  readonly columns: Columns;
  /** The reading that is under way: two at once would read lines twice. */
  reading: Promise<void> | undefined;
}

/**
 * An empty store.
 *
 * @param whole bytes up to which a file is kept in memory.
 */
export function createRecordStore(whole = WHOLE): RecordStore {
  const runs = new Map<string, Kept>();
  return {
    async records({ id, folder }, request) {
      const path = runFiles(folder).metrics;
      const { size } = await stat(path).catch(() => ({ size: 0 }));
      if (size > whole) {
        runs.delete(id);
        const { axis, from, to, points } = request;
        const sparse = await readSparse(path, { axis, from, to, count: points, whole });
        const columns = createColumns();
        columns.add(sparse.records);
        return { columns, every: sparse.every };
      }
      const kept = runs.get(id) ?? {
        lines: followLines(path),
        columns: createColumns(),
        reading: undefined,
      };
      // a map keeps the order of insertion: the last is the newest
      runs.delete(id);
      runs.set(id, kept);
      for (const old of runs.keys()) {
        if (runs.size <= KEPT) break;
        runs.delete(old);
      }
      kept.reading ??= readOn(kept).finally(() => {
        kept.reading = undefined;
      });
      await kept.reading;
      return { columns: kept.columns, every: 1 };
    },
  };
}

async function readOn({ lines, columns }: Kept): Promise<void> {
  const { records, replaced } = await lines.next();
  if (replaced) columns.clear();
  columns.add(records);
}
