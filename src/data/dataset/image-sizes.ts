/** The sizes of image files. */

/** The sizes of image files: of each the side of the square that is cut out, in pixels. */
export interface ImageSizes {
  /** Half of the files are not larger, half not smaller; one of the sizes that there are. */
  readonly median: number;
  readonly least: number;
  readonly greatest: number;
  /** How many different sizes there are, and how many files have the median. */
  readonly different: number;
  readonly ofMedian: number;
  /** How many files there are. */
  readonly files: number;
}

/** The sizes of files with these sides, in any order; `undefined` for no file. */
export function imageSizes(sides: Iterable<number>): ImageSizes | undefined {
  const sorted = Float64Array.from(sides).sort();
  const median = sorted[(sorted.length - 1) >> 1];
  if (median === undefined) return undefined;
  return {
    median,
    least: sorted[0]!,
    greatest: sorted.at(-1)!,
    different: new Set(sorted).size,
    ofMedian: sorted.filter((side) => side === median).length,
    files: sorted.length,
  };
}
