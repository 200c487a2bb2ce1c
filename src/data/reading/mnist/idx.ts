/** The IDX format: a magic number, big-endian sizes, then unsigned bytes. */

import { promisify } from "node:util";
import { gunzip, type InputType, type ZlibOptions } from "node:zlib";
import { EvenkeelError } from "../../../errors.ts";
import { reasonOf, systemCode } from "../../../files/index.ts";
import { mostUnpacked } from "../../../image-files/index.ts";
import { countOf, formatBytes } from "../../../text.ts";
import { readSetFile } from "../set-file.ts";

/** An array of unsigned bytes. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

const unpack = promisify<InputType, ZlibOptions, Buffer>(gunzip);

const unsignedBytes = 0x08;
const adviceFor = (set: string) =>
  `It is damaged or cut off: delete it and run \`evenkeel data fetch ${set}\`.`;

/**
 * Reads an IDX file of unsigned bytes, plain or gzipped (by its first bytes).
 *
 * @param set for messages.
 * @param rank the number of dimensions that it must have.
 * @throws EvenkeelError `DATA` naming the file and what is wrong with it.
 */
export async function readIdx(set: string, path: string, rank: number): Promise<IdxArray> {
  const bytes = await unzipped(set, path, await readSetFile(set, path));
  const header = 4 + 4 * rank;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = bytes.length < 4 ? undefined : view.getUint32(0);
  const expected = (unsignedBytes << 8) | rank;
  if (magic !== expected) {
    const hex = (value: number) => `0x${value.toString(16).padStart(8, "0")}`;
    throw damaged(
      set,
      path,
      `the magic number must be ${hex(expected)} (IDX, unsigned bytes, ${countOf(rank, "dimension")})`,
      magic === undefined ? `a file of ${bytes.length} bytes` : hex(magic),
    );
  }
  if (bytes.length < header) {
    throw damaged(set, path, `the header must have ${header} bytes`, `${bytes.length}`);
  }
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const size = shape.reduce((a, b) => a * b, 1);
  if (size === 0 || bytes.length !== header + size) {
    throw damaged(
      set,
      path,
      `the header says ${shape.join(" × ")}, so ${header + size} bytes must be there`,
      `${bytes.length}`,
    );
  }
  return { shape, data: bytes.subarray(header) };
}

async function unzipped(set: string, path: string, bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const maxOutputLength = mostUnpacked(bytes.length);
  return unpack(bytes, { maxOutputLength }).catch((error: unknown) => {
    const isDense = systemCode(error) === "ERR_BUFFER_TOO_LARGE";
    const reason = isDense
      ? `${formatBytes(bytes.length)} that become more than ${formatBytes(maxOutputLength)}`
      : reasonOf(error);
    throw new EvenkeelError("DATA", `${set}: ${path} must be a sound gzip file, got: ${reason}`, {
      advice: adviceFor(set),
      details: { path },
      cause: error,
    });
  });
}

function damaged(set: string, path: string, rule: string, got: string): EvenkeelError {
  return new EvenkeelError("DATA", `${set}: in ${path} ${rule}, got ${got}`, {
    advice: adviceFor(set),
    details: { path },
  });
}
