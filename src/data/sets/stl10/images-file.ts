/** The files of images of STL-10. */
import { type FileHandle, stat } from "node:fs/promises";
import { EvenkeelError } from "../../../errors.ts";
import { openToRead, reasonOf, throttled } from "../../../files/index.ts";
import { type ResizeMethod, resizer } from "../../../images/index.ts";
import type { DataCallbacks } from "../../dataset/index.ts";
import { cannotRead, type SetFolder, wholeRecords } from "../../reading/index.ts";

const side = 96;
const plane = side * side;
/** The size of one image: 3 planes of 96 × 96. */
export const recordBytes = 3 * plane;
/** How many images are read at once. */
const blockRecords = 128;

/** A file of images with its labels. */
export interface Part {
  readonly path: string;
  readonly records: number;
  /** The class of each image. */
  readonly labels: Uint8Array;
}

/** How images come to their size. */
export interface Sizing {
  readonly size: number;
  readonly resize: ResizeMethod;
}

/**
 * The number of images in a file.
 *
 * @throws EvenkeelError `DATA` when it is not there or is no whole number of images.
 */
export async function measureImages(place: SetFolder, path: string): Promise<number> {
  const found = await stat(path).catch((error: unknown) => {
    throw cannotRead(place, path, error);
  });
  if (!found.isFile()) throw cannotRead(place, path, new Error("it is not a file"));
  return wholeRecords(place.set, path, found.size, recordBytes);
}

/**
 * Reads the chosen images of the parts, one part after the other, resized to `size` × `size`.
 *
 * @param chosen ascending positions among the images of all parts.
 * @param out uint8 `[chosen.length, 3, size, size]`.
 * @throws EvenkeelError `DATA` when a file cannot be read to its end or the signal stops it.
 */
export async function readImages(
  parts: readonly Part[],
  chosen: Uint32Array,
  { size, resize }: Sizing,
  out: Uint8Array,
  { onProgress, signal }: DataCallbacks,
): Promise<void> {
  const shrink = resizer({ from: [side, side], to: [size, size], method: resize });
  const report = throttled("decode", "images", onProgress);
  report(0, chosen.length);
  let [done, before] = [0, 0];
  for (const { path, records } of parts) {
    const file = await openToRead(path).catch((error: unknown) => {
      throw readError(path, error);
    });
    try {
      for (let start = 0; start < records; start += blockRecords) {
        if (signal?.aborted) {
          throw new EvenkeelError(
            "DATA",
            `stl10: stopped after ${done} of ${chosen.length} images`,
          );
        }
        const end = before + Math.min(start + blockRecords, records);
        const from = done;
        while (done < chosen.length && (chosen[done] as number) < end) done++;
        if (done === from) continue;
        const block = await readBlock(file, path, start, end - before - start);
        const wanted = chosen.subarray(from, done).map((index) => index - before - start);
        out.set(shrink(upright(block, wanted)), from * 3 * size * size);
        report(done, chosen.length);
      }
    } finally {
      await file.close();
    }
    before += records;
  }
}

async function readBlock(
  file: FileHandle,
  path: string,
  start: number,
  records: number,
): Promise<Uint8Array> {
  const block = new Uint8Array(records * recordBytes);
  for (let filled = 0; filled < block.length; ) {
    const place = start * recordBytes + filled;
    const { bytesRead } = await file
      .read(block, filled, block.length - filled, place)
      .catch((error: unknown) => {
        throw readError(path, error);
      });
    if (bytesRead === 0) throw readError(path, new Error(`it ends at byte ${place}`));
    filled += bytesRead;
  }
  return block;
}

function readError(path: string, error: unknown): EvenkeelError {
  return new EvenkeelError("DATA", `stl10: cannot read ${path}: ${reasonOf(error)}`, {
    details: { path },
    cause: error,
  });
}

/** The wanted records with their planes row by row; the file has them column by column. */
function upright(block: Uint8Array, wanted: Uint32Array): Uint8Array {
  const result = new Uint8Array(wanted.length * recordBytes);
  wanted.forEach((record, i) => {
    for (let channel = 0; channel < 3; channel++) {
      const source = record * recordBytes + channel * plane;
      const target = i * recordBytes + channel * plane;
      for (let y = 0; y < side; y++) {
        for (let x = 0; x < side; x++) {
          result[target + y * side + x] = block[source + x * side + y] as number;
        }
      }
    }
  });
  return result;
}
