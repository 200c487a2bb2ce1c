/** The sizes that images of one's own can have. */
import { IMAGE_SIDE_MULTIPLE } from "../../gan/architectures/index.ts";

/** Height and width of images in pixels. */
export interface ImageSize {
  readonly height: number;
  readonly width: number;
}

/** A size with the same height and width. */
export const square = (side: number): ImageSize => ({ height: side, width: side });

/** The sides of images that have a recipe, which a run can be given without being asked for one. */
export const recipeSides = [32, 64, 128, 256] as const;
const [LEAST_SIDE] = recipeSides;
const GREATEST_SIDE = recipeSides[3];

/** What is wrong with a size that is asked for, in words that follow its name; `undefined` if nothing is. */
export function imageSizeProblem({ height, width }: ImageSize): string | undefined {
  const fits = (side: number) =>
    side % IMAGE_SIDE_MULTIPLE === 0 && side >= LEAST_SIDE && side <= GREATEST_SIDE;
  return fits(height) && fits(width)
    ? undefined
    : `must be a multiple of ${IMAGE_SIDE_MULTIPLE} from ${LEAST_SIDE} to ${GREATEST_SIDE}, in height and width, for the networks that are chosen here`;
}
