/** Animated PNG files. */
import { crc32 } from "./crc.ts";

/** How long a frame is shown: a fraction of a second, both numbers below 2¹⁶. */
export interface FrameDelay {
  readonly numerator: number;
  readonly denominator: number;
}

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

const SIGNATURE = 8;

/**
 * One animated PNG file of PNG files of the same size and kind, shown one after the other, forever. Programs
 * that know no animation show the first.
 *
 * @see https://www.w3.org/TR/png-3/, section 11.3.6: acTL, fcTL, fdAT.
 */
export function encodeApng(
  frames: readonly Uint8Array[],
  { numerator, denominator }: FrameDelay,
): Uint8Array {
  const [first = new Uint8Array()] = frames;
  const header = chunksOf(first).find(({ type }) => type === "IHDR") as Chunk;
  let sequence = 0;
  const chunks = frames.flatMap((frame, i) => {
    const control = new DataView(new ArrayBuffer(26));
    control.setUint32(0, sequence++);
    new Uint8Array(control.buffer).set(header.data.subarray(0, 8), 4);
    control.setUint16(20, numerator);
    control.setUint16(22, denominator);
    const images = chunksOf(frame).filter(({ type }) => type === "IDAT");
    return [
      { type: "fcTL", data: new Uint8Array(control.buffer) },
      ...images.map(({ type, data }) =>
        i === 0 ? { type, data } : { type: "fdAT", data: numbered(sequence++, data) },
      ),
    ];
  });
  const animation = new DataView(new ArrayBuffer(8));
  animation.setUint32(0, frames.length);
  return join([
    first.subarray(0, SIGNATURE),
    ...[
      header,
      { type: "acTL", data: new Uint8Array(animation.buffer) },
      ...chunks,
      { type: "IEND", data: new Uint8Array() },
    ].map(chunkBytes),
  ]);
}

function chunksOf(png: Uint8Array): readonly Chunk[] {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE; at < png.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    chunks.push({ type, data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

function chunkBytes({ type, data }: Chunk): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}

function numbered(sequence: number, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 4);
  new DataView(bytes.buffer).setUint32(0, sequence);
  bytes.set(data, 4);
  return bytes;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
