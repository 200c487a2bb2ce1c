import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { diskError } from "./disk-error.ts";

/** A file that grows by whole records. */
export interface AppendFile {
  /**
   * Appends one record in a single call.
   *
   * @throws EvenkeelError `DISK` if the disk refuses; the file then ends with the previous record.
   */
  append(piece: Uint8Array): void;
  /** Flushes to disk and closes the file. */
  close(): void;
}

/**
 * Opens a file for appending; creates it if it does not exist.
 *
 * @throws EvenkeelError `DISK` if the disk refuses.
 */
export function openForAppending(path: string): AppendFile {
  return guarded(path, () => {
    const file = openSync(path, "a");
    let length = fstatSync(file).size;
    return {
      append: (piece) =>
        guarded(path, () => {
          try {
            for (let done = 0; done < piece.length; ) done += writeSync(file, piece, done);
            length += piece.length;
          } catch (error) {
            dropFrom(file, length);
            throw error;
          }
        }),
      close: () =>
        guarded(path, () => {
          try {
            fsyncSync(file);
          } finally {
            closeSync(file);
          }
        }),
    };
  });
}

/** Removes a partly written record. If that fails too, the file keeps its torn end. */
function dropFrom(file: number, length: number): void {
  try {
    ftruncateSync(file, length);
  } catch {}
}

function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw diskError(cause, "write", path);
  }
}
