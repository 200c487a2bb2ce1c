import { createHash } from "node:crypto";
import { join } from "node:path";
import type { SourceFiles } from "../../data/index.ts";
import { openToRead } from "../../files/index.ts";

/** Bytes that are read at once, and the size of a piece of a long file. */
const PIECE = 2 ** 20;

/**
 * SHA-256, in hex, of a file's content; of one that is longer than `most` bytes, of pieces that are evenly
 * spread from its beginning to its end. That of nothing, where it cannot be read.
 */
export async function digestOfContent(
  { path, names }: SourceFiles,
  index: number,
  bytes: number,
  most: number,
): Promise<string> {
  const hash = createHash("sha256");
  const piece = Math.min(PIECE, most);
  const pieces = Math.max(1, bytes <= most ? Math.ceil(bytes / piece) : Math.floor(most / piece));
  const file = await openToRead(join(path, names[index] as string)).catch(() => undefined);
  try {
    const buffer = Buffer.allocUnsafe(Math.min(piece, bytes));
    for (let i = 0; file !== undefined && i < pieces; i++) {
      const last = Math.max(0, bytes - piece);
      const start = bytes <= most ? i * piece : Math.floor((i * last) / Math.max(1, pieces - 1));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
      hash.update(buffer.subarray(0, bytesRead));
    }
  } catch {
    // as much as could be read
  } finally {
    await file?.close();
  }
  return hash.digest("hex");
}
