/** The aspects in which images are compared with real ones. */
import { formatMeasured, formatNumber, formatShare } from "../../text.ts";

interface ComparedAspect {
  /** The largest distance of images that resemble real ones. */
  readonly most: number;
  /** A distance and the largest allowed one, for people. */
  readonly text: (distance: number, most: number) => string;
}

const apart =
  (aspect: string): ComparedAspect["text"] =>
  (distance, most) =>
    `${formatMeasured(Math.max(0, distance))} apart in ${aspect} (at most ${formatNumber(most)})`;
const share =
  (what: string): ComparedAspect["text"] =>
  (distance, most) =>
    `${formatShare(distance)} ${what} (at most ${formatShare(most)})`;

/**
 * The aspects, by the column `distance/…` of a record: two of images, three of points. People take images for
 * alike that differ much, but not points. Chosen on the tuning runs of `npm run study:verdicts`.
 */
export const aspects = {
  layout: { most: 0.5, text: apart("layout") },
  texture: { most: 0.8, text: apart("texture") },
  place: { most: 0.03, text: apart("place") },
  missed: { most: 0.35, text: share("of the data missed") },
  stray: { most: 0.7, text: share("of them away from it") },
} as const satisfies Readonly<Record<string, ComparedAspect>>;

export type Aspect = keyof typeof aspects;

/** The names of all aspects. */
export const aspectNames = Object.keys(aspects) as readonly Aspect[];
