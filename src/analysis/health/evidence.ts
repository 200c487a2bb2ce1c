/** The numbers that verdicts rest on, in plain words. */
import { formatMeasured, formatShare } from "../../text.ts";
import { distanceParts } from "./course.ts";
import type { HealthRecord } from "./record.ts";

/** `0.120 in layout (at most 0.7), 1.20 in texture (at most 0.7)` */
export function distancesText(record: HealthRecord): string {
  const parts = distanceParts(record).map(
    ({ aspect, distance, most }) =>
      `${formatMeasured(Math.max(0, distance))} in ${aspect} (at most ${most})`,
  );
  return parts.join(", ");
}

/** `D judges 71 % of the images right, by a gap of 0.94` */
export function judgementText({ accuracy, gap }: HealthRecord): string {
  return `D judges ${formatShare(accuracy)} of the images right, by a gap of ${formatMeasured(gap)}`;
}
