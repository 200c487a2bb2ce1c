/** The progress and speed of a run, reported a few times per second. */
import type { Verdict } from "../../analysis/health/index.ts";
import type { Measures } from "../../gan/index.ts";
import type { Report } from "../messages.ts";
import type { RunPlan } from "../plan/plan.ts";
import type { Course } from "./course.ts";
import { speedometer } from "./speedometer.ts";

/** The minimum number of seconds between two progress messages; the last step is always reported. */
const REPORT_EVERY = 0.1;

/** Reports the trainer's current step with its measures when a report is due. */
export function progressReporter(
  { settings, model }: RunPlan,
  { trainer, seconds }: Pick<Course, "trainer" | "seconds">,
  report: Report,
): (measures: Measures, verdict: Verdict | null) => void {
  const { steps, nDis } = settings;
  const perStep = nDis * model.definition.batchSize;
  const speed = speedometer();
  let last = Number.NEGATIVE_INFINITY;
  return (measures, verdict) => {
    const counters = trainer.counters();
    const now = seconds();
    speed.note(counters.images, now);
    if (now - last < REPORT_EVERY && counters.gStep < steps) return;
    last = now;
    const imagesPerSecond = speed.speed();
    const left = (steps - counters.gStep) * perStep;
    const secondsLeft = imagesPerSecond === null ? null : left / imagesPerSecond;
    report({ type: "progress", counters, measures, imagesPerSecond, secondsLeft, verdict });
  };
}
