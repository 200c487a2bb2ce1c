/** The numbers that verdicts rest on, in plain words. */
import { formatMeasured, formatShare } from "../../text.ts";
import type { HealthRecord } from "./record.ts";

/** `its distance from real ones is 0.12 in layout, 1.20 in texture` */
export function distancesText({ distances }: HealthRecord): string {
  const parts = Object.entries(distances).map(
    ([aspect, distance]) => `${formatMeasured(Math.max(0, distance))} in ${aspect}`,
  );
  return parts.join(", ");
}

/** `D judges 71 % of the images right, by a gap of 0.94` */
export function judgementText({ accuracy, gap }: HealthRecord): string {
  return `D judges ${formatShare(accuracy)} of the images right, by a gap of ${formatMeasured(gap)}`;
}
