import { internal } from "../../../errors.ts";

/** Lines sampled in each row of pixels; along a line the coverage is exact. */
const linesPerRow = 8;
/** The most crossings of one line with the outlines that are used here. */
const mostCrossings = 16;

/**
 * The share of every pixel that lies inside the outlines (even-odd rule), 0 … 1.
 *
 * Each row of pixels is cut by 8 evenly spaced lines; each line's inside is measured exactly.
 *
 * @param contours closed outlines; x0, y0, x1, y1, … in pixels, y down; parts outside are clipped.
 * @param size width and height of the image in pixels.
 * @returns `[size, size]`, row by row.
 */
export function coverage(contours: readonly Float64Array[], size: number): Float32Array {
  const lines = size * linesPerRow;
  const crossings = new Float64Array(lines * mostCrossings);
  const counts = new Uint8Array(lines);
  for (const points of contours) {
    let [x0, y0] = [points[points.length - 2] as number, points[points.length - 1] as number];
    for (let i = 0; i < points.length; i += 2) {
      const [x1, y1] = [points[i] as number, points[i + 1] as number];
      addEdge(x0, y0, x1, y1, crossings, counts);
      [x0, y0] = [x1, y1];
    }
  }
  const out = new Float32Array(size * size);
  for (let line = 0; line < lines; line++) {
    const found = crossings.subarray(
      line * mostCrossings,
      line * mostCrossings + (counts[line] as number),
    );
    if (found.length === 0) continue;
    found.sort();
    const row = Math.floor(line / linesPerRow) * size;
    for (let k = 0; k + 1 < found.length; k += 2) {
      addSpan(found[k] as number, found[k + 1] as number, out.subarray(row, row + size));
    }
  }
  return out;
}

/** Notes where an edge crosses the sampled lines; an edge owns its upper end, not its lower one. */
function addEdge(
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  crossings: Float64Array,
  counts: Uint8Array,
): void {
  const first = Math.max(0, Math.ceil(Math.min(y0, y1) * linesPerRow - 0.5));
  const end = Math.min(counts.length, Math.ceil(Math.max(y0, y1) * linesPerRow - 0.5));
  for (let line = first; line < end; line++) {
    const y = (line + 0.5) / linesPerRow;
    const count = counts[line] as number;
    if (count === mostCrossings) throw internal("coverage: an outline crosses a line too often");
    crossings[line * mostCrossings + count] = x0 + ((y - y0) / (y1 - y0)) * (x1 - x0);
    counts[line] = count + 1;
  }
}

/** Adds the part of a line between `from` and `to` to one row of pixels. */
function addSpan(from: number, to: number, row: Float32Array): void {
  const left = Math.max(0, from);
  const right = Math.min(row.length, to);
  for (let x = Math.floor(left); x < right; x++) {
    const covered = Math.min(right, x + 1) - Math.max(left, x);
    row[x] = (row[x] as number) + covered / linesPerRow;
  }
}
