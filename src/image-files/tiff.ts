/** What libvips passes over in TIFF files. */

/** How the list of tags is laid out. */
interface Layout {
  /** Bytes of an offset, and of the number of a tag's values. */
  readonly word: 4 | 8;
  /** Bytes of the number of tags. */
  readonly count: 2 | 8;
}

const layouts: Readonly<Record<number, Layout | undefined>> = {
  42: { word: 4, count: 2 },
  43: { word: 8, count: 8 },
};
const EXTRA_SAMPLES = 338;
const SHORT = 3;
const UNSPECIFIED = 0;

/**
 * Whether a TIFF file says that its one sample beyond the color is of no specified meaning, such as a selection that
 * Photoshop keeps; libvips takes it for transparency. `false` for files that do not say so, and for others.
 */
export function hasUnspecifiedSample(bytes: Uint8Array): boolean {
  const order = String.fromCharCode(...bytes.subarray(0, 2));
  if ((order !== "II" && order !== "MM") || bytes.length < 16) return false;
  const little = order === "II";
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const layout = layouts[view.getUint16(2, little)];
  if (layout === undefined) return false;
  const { word, count } = layout;
  const wordAt = (at: number) =>
    word === 4 ? view.getUint32(at, little) : Number(view.getBigUint64(at, little));
  const entry = 4 + 2 * word;
  const list = wordAt(word);
  const first = list + count;
  if (first > bytes.length) return false;
  const tags = count === 2 ? view.getUint16(list, little) : wordAt(list);
  const end = Math.min(first + tags * entry, bytes.length);
  for (let at = first; at + entry <= end; at += entry) {
    const tag = view.getUint16(at, little);
    if (tag > EXTRA_SAMPLES) return false;
    if (tag < EXTRA_SAMPLES) continue;
    const isOne = view.getUint16(at + 2, little) === SHORT && wordAt(at + 4) === 1;
    return isOne && view.getUint16(at + 4 + word, little) === UNSPECIFIED;
  }
  return false;
}
