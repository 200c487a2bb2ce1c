/** The sizes of image files, as far as they matter for a result. */
import type { ImageSizes } from "../../data/dataset/index.ts";
import { sides } from "../../data/records/index.ts";

/** The side that images of these sizes are given: the median, in the limits of what data sets can have. */
export function sideFor({ median }: ImageSizes): number {
  return Math.min(sides.most, Math.max(sides.least, median));
}

/** What a person should know where not all images have the side that is used: a sentence, or none. */
export function sizeWarnings(
  what: "generated" | "real",
  sizes: ImageSizes | undefined,
  side: number,
): readonly string[] {
  if (sizes === undefined) return [];
  const { files, different, least, greatest, median, ofMedian } = sizes;
  const resized = `all are resized to ${side}`;
  if (different > 1) {
    return [
      `the ${files} ${what} images have ${different} sizes, ${least} to ${greatest} pixels, ${ofMedian} of them ${median}: ${resized}`,
    ];
  }
  return what === "real" || least === side
    ? []
    : [`the ${what} images have ${least} pixels a side: ${resized}`];
}
