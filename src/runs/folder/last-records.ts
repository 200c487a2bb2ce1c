/** The end of a long file of JSON lines, without reading the rest. */
import type { JsonLine } from "../../files/index.ts";
import { isCode, onDisk, openToRead, parseJson } from "../../files/index.ts";

/** Bytes read; a record of a large network has some kilobytes. */
const TAIL = 1 << 18;

/** A record of a generator step. */
export type StepRecord = JsonLine & { readonly gStep: number };

/**
 * The last records of a `metrics.jsonl`, those of one generator step as one, in their order: as many as a quarter of
 * a mebibyte holds.
 */
export async function lastRecords(path: string): Promise<readonly StepRecord[]> {
  const lines = (await readTail(path)).split("\n");
  // what follows the last line break was not finished
  lines.pop();
  const records = lines.map(parseJson).filter((one): one is StepRecord => {
    return (
      typeof one === "object" && one !== null && "gStep" in one && typeof one.gStep === "number"
    );
  });
  const steps = new Map<number, StepRecord>();
  for (const record of records) {
    steps.set(record.gStep, { ...steps.get(record.gStep), ...record });
  }
  return [...steps.values()];
}

/** The records of the last generator step in a `metrics.jsonl`, as one; `undefined` if there are none. */
export async function lastRecord(path: string): Promise<StepRecord | undefined> {
  return (await lastRecords(path)).at(-1);
}

async function readTail(path: string): Promise<string> {
  return onDisk("read", path, async () => {
    try {
      const file = await openToRead(path);
      try {
        const { size } = await file.stat();
        const length = Math.min(size, TAIL);
        const { buffer, bytesRead } = await file.read(
          Buffer.alloc(length),
          0,
          length,
          size - length,
        );
        return buffer.toString("utf8", 0, bytesRead);
      } finally {
        await file.close();
      }
    } catch (error) {
      if (isCode(error, "ENOENT")) return "";
      throw error;
    }
  });
}
