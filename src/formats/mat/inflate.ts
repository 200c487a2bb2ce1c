/** Inflates the compressed elements of a MATLAB 5 file. */
import { brokenFile } from "../broken.ts";

/** The most that DEFLATE makes of a byte. */
const MOST_RATIO = 1032;
/** What is left of it in a stream of a few bytes. */
const SLACK = 64;

/**
 * The first `size` bytes of a zlib stream, or all where there are fewer.
 *
 * @param where what messages call the stream.
 * @throws EvenkeelError `DATA` for a damaged stream.
 */
export async function inflateStart(
  packed: Uint8Array,
  size: number,
  where: string,
): Promise<Uint8Array> {
  const out = new Uint8Array(Math.min(size, mostOf(packed)));
  let length = 0;
  for await (const part of partsOf(packed, where)) {
    const room = part.subarray(0, out.length - length);
    out.set(room, length);
    length += room.length;
    if (length === out.length) break;
  }
  return out.subarray(0, length);
}

/**
 * All bytes of a zlib stream, which are `size`; their checksum is verified.
 *
 * @param where what messages call the stream.
 * @throws EvenkeelError `DATA` for a damaged stream, and for one of another size.
 */
export async function inflateWhole(
  packed: Uint8Array,
  size: number,
  where: string,
): Promise<Uint8Array> {
  const rule = `the ${packed.length} compressed bytes must become ${size}`;
  if (size > mostOf(packed)) throw brokenFile(where, rule, `${mostOf(packed)} at most`);
  const out = new Uint8Array(size);
  let length = 0;
  for await (const part of partsOf(packed, where)) {
    if (length + part.length > size) throw brokenFile(where, rule, "more");
    out.set(part, length);
    length += part.length;
  }
  if (length < size) throw brokenFile(where, rule, String(length));
  return out;
}

/** The most bytes that these can become. */
const mostOf = (packed: Uint8Array) => MOST_RATIO * packed.length + SLACK;

async function* partsOf(packed: Uint8Array, where: string): AsyncGenerator<Uint8Array> {
  const stream = new Blob([packed as Uint8Array<ArrayBuffer>]).stream();
  const reader = stream.pipeThrough(new DecompressionStream("deflate")).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        const reason = cause instanceof Error ? cause.message : String(cause);
        const rule = "the compressed bytes must be whole and sound";
        throw brokenFile(where, rule, reason, { cause });
      });
      if (done) return;
      yield value as Uint8Array;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
