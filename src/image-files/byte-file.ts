import { closeSync, fstatSync, read, readSync } from "node:fs";
import { openToReadNow } from "../files/index.ts";

/** The bytes of an archive, read at random. */
export interface ByteFile {
  /** Its size. */
  readonly bytes: number;
  /** The bytes from `offset`, fewer than `length` at the end. */
  read(offset: number, length: number): Promise<Buffer>;
  /** As `read`, at once: for many small pieces in order. */
  readNow(offset: number, length: number): Buffer;
  close(): void;
}

/** Opens a file; throws the system's error, or for what is no file. */
export function openByteFile(path: string): ByteFile {
  const file = openToReadNow(path);
  const bytes = fstatSync(file).size;
  // lengths come from headers, which may be damaged
  const there = (offset: number, length: number) =>
    Buffer.allocUnsafe(Math.max(0, Math.min(length, bytes - offset)));
  return {
    bytes,
    read: (offset, length) =>
      new Promise((resolve, reject) => {
        const buffer = there(offset, length);
        read(file, buffer, 0, buffer.length, offset, (error, found) =>
          error === null ? resolve(buffer.subarray(0, found)) : reject(error),
        );
      }),
    readNow(offset, length) {
      const buffer = there(offset, length);
      return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, offset));
    },
    close: () => closeSync(file),
  };
}

/** Bytes that are in memory already. */
export function bytesInMemory(content: Buffer): ByteFile {
  const readNow = (offset: number, length: number) => content.subarray(offset, offset + length);
  return {
    bytes: content.length,
    read: async (offset, length) => readNow(offset, length),
    readNow,
    close: () => {},
  };
}
