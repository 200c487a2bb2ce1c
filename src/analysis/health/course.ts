/** What the records of a run told together. */
import { type Aspect, aspects } from "./aspects.ts";
import type { HealthContext } from "./context.ts";
import type { HealthRecord } from "./record.ts";
import { thresholds } from "./thresholds.ts";

/** The course of a run up to a record. */
export interface Course {
  readonly context: HealthContext;
  readonly records: number;
  /** The largest |gap| so far. */
  readonly largestGap: number;
  /** The largest diversity of generated images so far. */
  readonly widest: number;
  /** The distances from real images over the largest allowed ones, added, of each record that has them. */
  readonly distances: readonly number[];
  /** D's accuracies in the last records. */
  readonly accuracies: readonly number[];
}

/** That of a run without records. */
export const courseOf = (context: HealthContext): Course => ({
  ...{ context, records: 0, largestGap: 0, widest: 0, distances: [], accuracies: [] },
});

/** The course with one record more. */
export function extended(course: Course, record: HealthRecord): Course {
  const { gap, diversity, accuracy } = record;
  const relative = (Object.entries(record.distances) as [Aspect, number][]).map(
    ([aspect, distance]) => Math.max(0, distance) / aspects[aspect].most,
  );
  return {
    context: course.context,
    records: course.records + 1,
    largestGap: Math.max(course.largestGap, Math.abs(gap)),
    accuracies: [...course.accuracies, accuracy].slice(-thresholds.window),
    widest: Math.max(course.widest, diversity.fake),
    distances:
      relative.length === 0
        ? course.distances
        : [...course.distances, relative.reduce((sum, one) => sum + one, 0)],
  };
}

/** Whether D tells real from generated images surely; outputs of losses without a lower bound have no zero. */
export function isSure({ accuracies, context: { undecidedLoss } }: Course): boolean {
  const mean = accuracies.reduce((sum, one) => sum + one, 0) / accuracies.length;
  return undecidedLoss !== null && mean >= thresholds.sureAccuracy;
}

/** The distance in each aspect that was measured, and the largest of images that resemble real ones. */
export function distanceParts({ distances }: HealthRecord, course: Course) {
  const share = isSure(course) ? thresholds.nearDespite : 1;
  return (Object.entries(distances) as [Aspect, number][]).map(([aspect, distance]) => ({
    aspect,
    distance,
    most: share * aspects[aspect].most,
  }));
}

/** Whether there are too few records, or too few steps, for more than an alarm. */
export function isEarly({ records }: Course, { gStep }: HealthRecord): boolean {
  return records < thresholds.enoughRecords || gStep < thresholds.enoughSteps;
}

/**
 * Whether the images resemble real ones in every aspect, and differ as they do; `undefined` where distances
 * were not measured.
 */
export function resembles(record: HealthRecord, course: Course): boolean | undefined {
  const parts = distanceParts(record, course);
  if (parts.length === 0) return undefined;
  const { fake, real } = record.diversity;
  return (
    fake >= thresholds.leastDiversity * real &&
    parts.every(({ distance, most }) => distance <= most)
  );
}

/** Whether the images still come nearer to real ones; `undefined` while there are too few records. */
export function comesNearer({ distances }: Course): boolean | undefined {
  if (distances.length < thresholds.enoughDistances) return undefined;
  const last = Math.floor(distances.length / 3);
  const before = Math.min(...distances.slice(0, -last));
  return Math.min(...distances.slice(-last)) < thresholds.falling * before;
}
