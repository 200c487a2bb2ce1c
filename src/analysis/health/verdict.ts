/** Whether a run is healthy, told from what is measured of it while it trains. */
import { countOf } from "../../text.ts";
import type { HealthContext } from "./context.ts";
import { type Course, courseOf, extended, isEarly, resembles } from "./course.ts";
import { judgementText, resemblanceText } from "./evidence.ts";
import type { HealthRecord } from "./record.ts";
import type { VerdictState } from "./states.ts";
import { type Symptom, symptoms } from "./symptoms.ts";
import { thresholds } from "./thresholds.ts";

/** A run's health. */
export interface Verdict {
  readonly state: VerdictState;
  /** The numbers that decided, in a sentence. */
  readonly evidence: string;
  /** The generator step of the first record that led to it; 0 while it is too early to tell. */
  readonly since: number;
}

/** Follows a run. */
export interface HealthMonitor {
  /** Takes a record in and tells the verdict. */
  note(record: HealthRecord): Verdict;
  verdict(): Verdict;
}

/**
 * A monitor of one run: a pure function of the records it was told, in their order, so that a run that goes
 * on from a checkpoint comes to the same verdicts.
 *
 * The verdict is the gravest symptom of the newest record that {@link thresholds}.patience of the last
 * {@link thresholds}.window records have; numbers that are not finite are at once. Without one it is too
 * early to tell until there are enough records; then the run is healthy if its images resemble real ones,
 * and learning if they do not yet.
 */
export function healthMonitor(context: HealthContext): HealthMonitor {
  const shown = new Map<Symptom, readonly Shown[]>();
  let course = courseOf(context);
  let verdict: Verdict = {
    state: "too-early-to-tell",
    evidence: "Nothing was measured yet.",
    since: 0,
  };
  return {
    verdict: () => verdict,
    note(record) {
      if (verdict.state === "not-finite") return verdict;
      const { gStep } = record;
      course = extended(course, record);
      let alarm: Verdict | undefined;
      for (const symptom of symptoms) {
        const evidence = symptom.told(record, course);
        if (evidence === undefined) continue;
        const recent = (shown.get(symptom) ?? []).filter(
          ({ index }) => index > course.records - thresholds.window,
        );
        shown.set(symptom, [...recent, { index: course.records, gStep }]);
        if (alarm === undefined && recent.length + 1 >= symptom.patience) {
          alarm = { state: symptom.state, evidence, since: recent[0]?.gStep ?? gStep };
        }
      }
      const found = alarm ?? withoutSymptom(record, course);
      verdict = found.state === verdict.state ? { ...found, since: verdict.since } : found;
      return verdict;
    },
  };
}

/** What a verdict says that was formed without distances. */
const BLIND = "The images were not compared with the data.";

/** Where a symptom was. */
interface Shown {
  readonly index: number;
  readonly gStep: number;
}

/** The verdict on a record without a symptom. */
function withoutSymptom(record: HealthRecord, course: Course): Verdict {
  const { gStep } = record;
  const { enoughRecords, enoughSteps } = thresholds;
  if (isEarly(course, record)) {
    const evidence = `${countOf(course.records, "record")} up to step ${gStep}; a verdict needs ${countOf(enoughRecords, "record")} and ${countOf(enoughSteps, "step")}.`;
    return { state: "too-early-to-tell", evidence, since: 0 };
  }
  switch (resembles(record, course)) {
    case undefined: {
      const evidence = `Nothing alarming was measured: ${judgementText(record)}. ${BLIND}`;
      return { state: "healthy", evidence, since: gStep };
    }
    case true: {
      const evidence = `The images resemble the data: ${resemblanceText(record, course)}; ${judgementText(record)}.`;
      return { state: "healthy", evidence, since: gStep };
    }
    case false: {
      const evidence = `The images do not resemble the data yet: ${resemblanceText(record, course)}; ${judgementText(record)}.`;
      return { state: "learning", evidence, since: gStep };
    }
  }
}

/** The evidence that earlier versions gave for a healthy run. */
const NOT_COMPARED = "Nothing alarming was measured.";

/** A verdict as a run's file holds it; one of an earlier version tells that it did not see the images. */
export function storedVerdict(verdict: Verdict): Verdict {
  return verdict.state === "healthy" && verdict.evidence === NOT_COMPARED
    ? { ...verdict, evidence: `${NOT_COMPARED} ${BLIND}` }
    : verdict;
}

/** The verdict on a run that ended since a number was no longer finite. */
export function notFinite(gStep: number): Verdict {
  const evidence = "A loss, norm or σ is no longer a finite number.";
  return { state: "not-finite", evidence, since: gStep };
}
