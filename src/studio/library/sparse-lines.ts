/** Records from anywhere in a long file of JSON lines, without reading the rest. */
import type { FileHandle } from "node:fs/promises";
import { type JsonLine, onDisk, openToRead, parseJson } from "../../files/index.ts";
import type { CurveAxis } from "../api.ts";

/** Bytes that are read to find a line; four times as many, if it is longer, up to the bytes that no record has. */
const [PIECE, LONGEST] = [1 << 13, 1 << 19];
const LINE_FEED = 10;
/** Lines without a record that are passed over before a place is given up: the file is damaged there. */
const PATIENCE = 20;

/** A part of a file. */
export interface SparseRequest {
  readonly axis: CurveAxis;
  /** The least and the greatest position on the axis; default: all. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** The most records. */
  readonly count: number;
  /** Bytes up to which all records of the part are read. */
  readonly whole: number;
}

/** Records of a part. */
export interface SparseRecords {
  readonly records: readonly JsonLine[];
  /** About how many records one of them stands for; 1: these are all. */
  readonly every: number;
}

interface Line {
  readonly start: number;
  /** Where the next line begins. */
  readonly end: number;
  readonly record: JsonLine;
}

/**
 * Records that are evenly spread over a part of a file whose positions ascend, or all of a small part.
 *
 * @throws EvenkeelError `DISK` if the disk refuses.
 */
export function readSparse(path: string, request: SparseRequest): Promise<SparseRecords> {
  return onDisk("read", path, async () => {
    const file = await openToRead(path);
    try {
      const { size } = await file.stat();
      const { axis, from, to, count, whole } = request;
      const at = (record: JsonLine) => Number(record[axis]);
      const start = from === undefined ? 0 : await search(file, size, (one) => at(one) >= from);
      const end = to === undefined ? size : await search(file, size, (one) => at(one) > to);
      if (end - start <= whole) return { records: await readAll(file, start, end), every: 1 };
      return await spread(file, start, end, count);
    } finally {
      await file.close();
    }
  });
}

async function spread(
  file: FileHandle,
  start: number,
  end: number,
  count: number,
): Promise<SparseRecords> {
  const lines: Line[] = [];
  for (let i = 0; i < count; i++) {
    const offset = Math.floor(start + (i * (end - start)) / count);
    // the place may be within a line that was read already
    const line = await lineFrom(file, Math.max(offset, lines.at(-1)?.end ?? 0), end);
    if (line !== undefined) lines.push(line);
  }
  const bytes = lines.reduce((sum, line) => sum + line.end - line.start, 0);
  const all = lines.length === 0 ? 0 : (end - start) / (bytes / lines.length);
  return {
    records: lines.map(({ record }) => record),
    every: Math.max(1, Math.round(all / Math.max(1, lines.length))),
  };
}

async function readAll(file: FileHandle, start: number, end: number): Promise<JsonLine[]> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
  return buffer
    .toString("utf8", 0, bytesRead)
    .split("\n")
    .map((text) => parseJson(text))
    .filter(isRecord);
}

/** The start of the first line from which on a condition holds; the size if it holds of none. */
async function search(
  file: FileHandle,
  size: number,
  holds: (record: JsonLine) => boolean,
): Promise<number> {
  let [low, high] = [0, size];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const line = await lineFrom(file, middle, high);
    if (line === undefined || holds(line.record)) {
      // what begins before the middle is left to be searched
      high = middle;
    } else low = line.end;
  }
  return (await lineFrom(file, low, size))?.start ?? size;
}

/** The first line with a record that begins at or after an offset, and before `end`; `undefined` if there is none near. */
async function lineFrom(file: FileHandle, offset: number, end: number): Promise<Line | undefined> {
  // a line begins at the offset if the byte before ends one
  const from = Math.max(0, offset - 1);
  for (let size = PIECE; ; size *= 4) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, from);
    const piece = buffer.subarray(0, bytesRead);
    let at = offset === 0 ? 0 : piece.indexOf(LINE_FEED) + 1;
    for (let tried = 0; at > 0 || offset === 0; tried++) {
      const feed = piece.indexOf(LINE_FEED, at);
      if (from + at >= end || tried === PATIENCE) return undefined;
      if (feed === -1) break;
      const record = parseJson(piece.toString("utf8", at, feed));
      if (isRecord(record)) return { start: from + at, end: from + feed + 1, record };
      at = feed + 1;
    }
    if (bytesRead < size || size >= LONGEST) return undefined;
  }
}

const isRecord = (value: unknown): value is JsonLine =>
  typeof value === "object" && value !== null && "gStep" in value;
