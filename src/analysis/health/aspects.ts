/** The aspects in which images are compared with real ones. */
import { formatMeasured, formatShare } from "../../text.ts";

interface ComparedAspect {
  /** The largest distance of images that resemble real ones. */
  readonly most: number;
  /** A distance, for people. */
  readonly text: (distance: number) => string;
}

const apart =
  (aspect: string, most: number): ComparedAspect["text"] =>
  (distance) =>
    `${formatMeasured(Math.max(0, distance))} apart in ${aspect} (at most ${most})`;
const share =
  (what: string, most: number): ComparedAspect["text"] =>
  (distance) =>
    `${formatShare(distance)} ${what} (at most ${formatShare(most)})`;

/**
 * The aspects, by the column `distance/…` of a record: two of images, three of points. People take images for
 * alike that differ much, but not points. Chosen on the tuning runs of `npm run study:verdicts`.
 */
export const aspects = {
  layout: { most: 0.5, text: apart("layout", 0.5) },
  texture: { most: 0.8, text: apart("texture", 0.8) },
  place: { most: 0.03, text: apart("place", 0.03) },
  missed: { most: 0.35, text: share("of the data missed", 0.35) },
  stray: { most: 0.7, text: share("of them away from it", 0.7) },
} as const satisfies Readonly<Record<string, ComparedAspect>>;

export type Aspect = keyof typeof aspects;

/** The names of all aspects. */
export const aspectNames = Object.keys(aspects) as readonly Aspect[];
