/** The numbers that verdicts rest on, in plain words. */
import { formatMeasured, formatShare } from "../../text.ts";
import { aspects } from "./aspects.ts";
import { type Course, distanceParts } from "./course.ts";
import type { HealthRecord } from "./record.ts";
import { thresholds } from "./thresholds.ts";

/** `0.120 apart in layout (at most 0.5), 1.20 apart in texture (at most 0.8), 92 % as diverse (at least 50 %)` */
export function resemblanceText(record: HealthRecord, course: Course): string {
  const { fake, real } = record.diversity;
  const parts = distanceParts(record, course).map(({ aspect, distance, most }) =>
    aspects[aspect].text(distance, most),
  );
  const least = formatShare(thresholds.leastDiversity);
  return [...parts, `${formatShare(fake / real)} as diverse (at least ${least})`].join(", ");
}

/** `D judges 71 % of the images right, by a gap of 0.94` */
export function judgementText({ accuracy, gap }: HealthRecord): string {
  return `D judges ${formatShare(accuracy)} of the images right, by a gap of ${formatMeasured(gap)}`;
}
