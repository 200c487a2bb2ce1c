import { EvenkeelError } from "../errors.ts";
import { parseTarHeader, tarBlock, tarPadding } from "../formats/index.ts";

/** One regular file in a tar archive; `content` must be read to its end before the next entry. */
export interface TarEntry {
  readonly path: string;
  readonly bytes: number;
  readonly content: AsyncGenerator<Uint8Array>;
}

/**
 * Reads the regular files of a tar archive (ustar and older) from a stream of bytes, in order.
 * The stream is read to its end; one who stops earlier has to close it.
 *
 * Folders, links and extension records are passed over, so names longer than 255 bytes come cut.
 *
 * @param name what errors call the archive.
 * @throws EvenkeelError `DATA` for a damaged header or an archive that ends too early.
 */
export async function* readTar(
  source: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<TarEntry> {
  const reader = byteReader(source, name);
  for (;;) {
    const block = await reader.exactly(tarBlock);
    if (block === null || block.every((byte) => byte === 0)) return reader.drain();
    const header = parseTarHeader(block);
    if (header === null) {
      throw new EvenkeelError(
        "DATA",
        `tar: ${name} is damaged, a header's checksum does not match`,
      );
    }
    const { path, bytes, type } = header;
    const content = reader.upTo(bytes);
    if (type === "0") yield { path, bytes, content };
    for await (const _ of content);
    for await (const _ of reader.upTo(tarPadding(bytes)));
  }
}

function byteReader(source: AsyncIterable<Uint8Array>, name: string) {
  const chunks = source[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);

  async function* upTo(bytes: number): AsyncGenerator<Uint8Array> {
    for (let left = bytes; left > 0; ) {
      if (rest.length === 0) {
        const { done, value } = await chunks.next();
        if (done) {
          throw new EvenkeelError("DATA", `tar: ${name} ends too early, ${left} bytes missing`);
        }
        rest = value;
      }
      const part = rest.subarray(0, left);
      rest = rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  /** The next `bytes` bytes; `null` at the archive's end. */
  async function exactly(bytes: number): Promise<Buffer | null> {
    while (rest.length === 0) {
      const { done, value } = await chunks.next();
      if (done) return null;
      rest = value;
    }
    const parts: Uint8Array[] = [];
    for await (const part of upTo(bytes)) parts.push(part);
    return Buffer.concat(parts);
  }

  async function drain(): Promise<void> {
    while (!(await chunks.next()).done);
  }

  return { upTo, exactly, drain };
}
