/** What the records of a run told together. */
import { type Aspect, aspects } from "./aspects.ts";
import type { HealthRecord } from "./record.ts";
import { thresholds } from "./thresholds.ts";

/** The course of a run up to a record. */
export interface Course {
  readonly records: number;
  /** The largest |gap| so far. */
  readonly largestGap: number;
  /** The largest diversity of generated images so far. */
  readonly widest: number;
  /** The distances from real images over what they may be, all aspects added, of each record that has them. */
  readonly distances: readonly number[];
}

/** That of a run without records. */
export const start: Course = { records: 0, largestGap: 0, widest: 0, distances: [] };

/** The course with one record more. */
export function extended(course: Course, record: HealthRecord): Course {
  const { gap, diversity } = record;
  const parts = distanceParts(record);
  return {
    records: course.records + 1,
    largestGap: Math.max(course.largestGap, Math.abs(gap)),
    widest: Math.max(course.widest, diversity.fake),
    distances:
      parts.length === 0
        ? course.distances
        : [
            ...course.distances,
            parts.reduce((sum, { distance, most }) => sum + distance / most, 0),
          ],
  };
}

/** The distance in each aspect that was measured. */
export function distanceParts({ distances }: HealthRecord) {
  return (Object.entries(distances) as [Aspect, number][]).map(([aspect, distance]) => ({
    distance,
    ...aspects[aspect],
  }));
}

/** Whether there are too few records, or too few steps, for more than an alarm. */
export function isEarly({ records }: Course, { gStep }: HealthRecord): boolean {
  return records < thresholds.enoughRecords || gStep < thresholds.enoughSteps;
}

/**
 * Whether the images resemble real ones in every aspect, and differ as they do; `undefined` where distances
 * were not measured.
 *
 * @param share of the largest distances that are allowed.
 */
export function resembles(record: HealthRecord, share = 1): boolean | undefined {
  const parts = distanceParts(record);
  if (parts.length === 0) return undefined;
  const { fake, real } = record.diversity;
  return (
    fake >= thresholds.leastDiversity * real &&
    parts.every(({ distance, most }) => distance <= share * most)
  );
}

/** Whether the images still come nearer to real ones; `undefined` while there are too few records. */
export function comesNearer({ distances }: Course): boolean | undefined {
  if (distances.length < thresholds.enoughDistances) return undefined;
  const last = Math.floor(distances.length / 3);
  const before = Math.min(...distances.slice(0, -last));
  return Math.min(...distances.slice(-last)) < thresholds.falling * before;
}
