/** How the verdict on a run changed. */
import type { HealthContext } from "./context.ts";
import { healthRecordOf } from "./record.ts";
import { healthMonitor, type Verdict } from "./verdict.ts";

/** A verdict, and the generator steps of the first and the last record at which it stood, with its last evidence. */
export interface VerdictSpan extends Pick<Verdict, "state" | "evidence"> {
  readonly from: number;
  readonly to: number;
}

/**
 * The verdicts on a run in their order, from its records as `metrics.jsonl` holds them.
 *
 * @param restarts generator steps after which the verdict began anew: those of the actions on the run's health.
 */
export function verdictSpans(
  context: HealthContext,
  records: readonly Readonly<Record<string, unknown>>[],
  restarts: readonly number[] = [],
): readonly VerdictSpan[] {
  const spans: VerdictSpan[] = [];
  let monitor = healthMonitor(context);
  let waiting = [...restarts].sort((a, b) => a - b);
  for (const line of records) {
    const record = healthRecordOf(line);
    if (record === undefined) continue;
    const { gStep } = record;
    if ((waiting[0] ?? Number.POSITIVE_INFINITY) < gStep) {
      waiting = waiting.filter((step) => step >= gStep);
      monitor = healthMonitor(context);
    }
    const { state, evidence } = monitor.note(record);
    const last = spans.at(-1);
    if (last?.state === state) spans[spans.length - 1] = { ...last, evidence, to: gStep };
    else spans.push({ state, evidence, from: gStep, to: gStep });
  }
  return spans;
}
