/** The numbers that verdicts rest on, in plain words. */
import { formatMeasured, formatShare } from "../../text.ts";
import { distanceParts } from "./course.ts";
import type { HealthRecord } from "./record.ts";

/** `0.120 apart in layout (at most 0.8), 1.20 apart in texture (at most 0.8)` */
export function distancesText(record: HealthRecord): string {
  return distanceParts(record)
    .map(({ distance, text }) => text(distance))
    .join(", ");
}

/** `D judges 71 % of the images right, by a gap of 0.94` */
export function judgementText({ accuracy, gap }: HealthRecord): string {
  return `D judges ${formatShare(accuracy)} of the images right, by a gap of ${formatMeasured(gap)}`;
}
