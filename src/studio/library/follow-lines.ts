/** Follows a file of JSON lines that grows while it is read, and that a resumed run replaces by a shorter one. */
import { isCode, type JsonLine, onDisk, openToRead, parseJson } from "../../files/index.ts";

/** Bytes that are read and parsed at once; other work has its turn between two pieces. */
const PIECE = 1 << 22;
const LINE_FEED = 10;

/** What has come since the last look. */
export interface NewLines {
  readonly records: readonly JsonLine[];
  /** Whether the file is another one than at the last look: its records are all in `records`. */
  readonly replaced: boolean;
}

/** A file that is followed. */
export interface FollowedLines {
  /**
   * Reads what has come since the last call. Lines that are not finished wait for the next call, and lines that are
   * not JSON objects are left out. A missing file has no lines.
   *
   * @throws EvenkeelError `DISK` if the disk refuses.
   */
  next(): Promise<NewLines>;
}

/**
 * Follows a file of JSON lines.
 *
 * @param last bytes at the end of the file that the first call reads; default: all of them.
 */
export function followLines(path: string, last = Number.POSITIVE_INFINITY): FollowedLines {
  let [offset, inode] = [0, 0];
  let rest = Buffer.alloc(0);
  let started = false;
  return {
    next: () =>
      onDisk("read", path, async () => {
        const file = await opened(path);
        if (file === undefined) return { records: [], replaced: false };
        try {
          const { size, ino } = await file.stat();
          const replaced = started && (ino !== inode || size < offset);
          const isFirst = !started || replaced;
          if (isFirst) {
            offset = Math.max(0, size - last);
            rest = Buffer.alloc(0);
          }
          let skipsLine = isFirst && offset > 0;
          [started, inode] = [true, ino];
          const records: JsonLine[] = [];
          while (offset < size) {
            const piece = Buffer.alloc(Math.min(PIECE, size - offset));
            const { bytesRead } = await file.read(piece, 0, piece.length, offset);
            if (bytesRead === 0) break;
            offset += bytesRead;
            const all = Buffer.concat([rest, piece.subarray(0, bytesRead)]);
            const end = all.lastIndexOf(LINE_FEED) + 1;
            rest = all.subarray(end);
            const lines = all.toString("utf8", 0, end).split("\n");
            // the reading may have begun within a line
            if (skipsLine && end > 0) {
              lines.shift();
              skipsLine = false;
            }
            for (const line of lines) {
              const record = line === "" ? undefined : parseJson(line);
              if (isObject(record)) records.push(record);
            }
          }
          return { records, replaced };
        } finally {
          await file.close();
        }
      }),
  };
}

async function opened(path: string) {
  try {
    return await openToRead(path);
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

const isObject = (value: unknown): value is JsonLine =>
  typeof value === "object" && value !== null && !Array.isArray(value);
