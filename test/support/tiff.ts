/** TIFF files of one strip, of any type of pixels: image libraries write few of them. */

/** A TIFF file as its tags say it. */
export interface TiffImage {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample. */
  readonly bits: number;
  /** 1 whole numbers, 2 whole numbers with a sign, 3 floating-point numbers. */
  readonly format: 1 | 2 | 3;
  /** 1 gray, 2 RGB. */
  readonly photometric: 1 | 2;
  /** What one more sample of RGB means: 0 nothing that is specified, 2 transparency; default: there is none. */
  readonly extra?: 0 | 2;
  /** The samples, row by row, little-endian. */
  readonly data: Uint8Array;
}

const SHORT = 3;
const LONG = 4;
/** The header, whose list of tags begins behind it. */
const HEADER_BYTES = 8;

/** The bytes of a little-endian TIFF file without compression. */
export function tiff({ width, height, bits, format, photometric, extra, data }: TiffImage): Buffer {
  const samples = (photometric === 1 ? 1 : 3) + (extra === undefined ? 0 : 1);
  const tags: readonly (readonly [tag: number, type: number, count: number, value: number])[] = [
    [256, LONG, 1, width],
    [257, LONG, 1, height],
    [258, SHORT, samples, bits],
    [259, SHORT, 1, 1],
    [262, SHORT, 1, photometric],
    [273, LONG, 1, 0],
    [277, SHORT, 1, samples],
    [278, LONG, 1, height],
    [279, LONG, 1, data.length],
    ...(extra === undefined ? [] : [[338, SHORT, 1, extra] as const]),
    [339, SHORT, samples, format],
  ];
  // three values or four do not fit into a tag: they stand behind the list, all the same
  const lists = HEADER_BYTES + 2 + 12 * tags.length + 4;
  const strip = lists + 16;
  const file = Buffer.alloc(strip + data.length);
  file.write("II*\0", "latin1");
  file.writeUInt32LE(HEADER_BYTES, 4);
  file.writeUInt16LE(tags.length, HEADER_BYTES);
  let list = lists;
  for (const [i, [tag, type, count, value]] of tags.entries()) {
    const at = HEADER_BYTES + 2 + 12 * i;
    file.writeUInt16LE(tag, at);
    file.writeUInt16LE(type, at + 2);
    file.writeUInt32LE(count, at + 4);
    if (count === 1) file.writeUInt32LE(tag === 273 ? strip : value, at + 8);
    else {
      file.writeUInt32LE(list, at + 8);
      for (let k = 0; k < count; k++, list += 2) file.writeUInt16LE(value, list);
    }
  }
  file.set(data, strip);
  return file;
}
