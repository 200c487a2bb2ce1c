/** Whether a run is healthy, told from what is measured of it while it trains. */
import { formatMeasured, formatShare } from "../../text.ts";

/** What a run can suffer from, and none of it. */
export const verdictStates = [
  "healthy",
  "not-finite",
  "gradients-exploding",
  "gradients-vanishing",
  "discriminator-saturated",
  "mode-collapse-suspected",
  "not-learning",
] as const;
export type VerdictState = (typeof verdictStates)[number];

/** A run's health. */
export interface Verdict {
  readonly state: VerdictState;
  /** The numbers that decided, in a sentence. */
  readonly evidence: string;
  /** The generator step of the first record that led to it. */
  readonly since: number;
}

/**
 * Where health ends. Found on runs built to fail and on good ones, of dense networks on points and of small
 * CNNs on shapes; docs/health-accuracy.md shows how often they are right.
 */
export const thresholds = {
  /** Records that must agree, so that one bad batch changes no verdict … */
  patience: 3,
  /** … of so many last ones, so that one good batch hides nothing. */
  window: 4,
  /** ‖∇ₓD‖ on generated images, mean: below it the generator learns nothing from D. */
  vanishingSlope: 1e-3,
  /** ‖∇ₓD‖ on generated images, mean: above it D is no function to descend on. */
  explodingSlope: 1e3,
  /** Norm of the loss's gradient to a weight, the largest of all layers. */
  explodingGradient: 1e4,
  /** D's loss over that of a D that outputs 0: above it D is worse than useless. */
  divergedLoss: 20,
  /** D's loss over that of a D that outputs 0: below it D has nothing left to learn from. */
  saturatedLoss: 0.02,
  /** Diversity of generated images over that of real ones. */
  collapsedDiversity: 0.15,
  /** Diversity of generated images over the largest it has been: below it, it fell. */
  fallenDiversity: 0.25,
  /** Diversity of real images, over their own scale of [-1, 1]: below it they are one image. */
  singleImage: 1e-3,
  /** The largest |D(x) − D(G(z))|, means, of a D that has not begun to learn. */
  unlearnedGap: 0.02,
  /** Generator steps after which even a slow D has begun. */
  slowStart: 100,
} as const;

/** The measures of a record of the instruments that a verdict depends on. */
export interface HealthRecord {
  readonly gStep: number;
  /** D's loss, penalties included. */
  readonly loss: number;
  /** Mean output on real images less that on generated ones, and the share of images on the right side. */
  readonly gap: number;
  readonly accuracy: number;
  /** Mean ‖∇ₓD‖ on generated images. */
  readonly slope: number;
  /** The largest norm of the loss's gradient to a weight. */
  readonly gradient: number;
  /** Root mean square difference of two images, generated and real. */
  readonly diversity: { readonly fake: number; readonly real: number };
}

/** What is known of a run beside its records. */
export interface HealthContext {
  /** D's loss where all its outputs are 0; `null` for a loss without a lower bound. */
  readonly undecidedLoss: number | null;
}

/** Follows a run. */
export interface HealthMonitor {
  /** Takes a record in and tells the verdict. */
  note(record: HealthRecord): Verdict;
  verdict(): Verdict;
}

const HEALTHY: Verdict = { state: "healthy", evidence: "Nothing alarming was measured.", since: 0 };

/**
 * A monitor of one run: a pure function of the records it was told, in their order, so that a run that goes
 * on from a checkpoint comes to the same verdicts.
 *
 * The verdict is the gravest symptom of the newest record, in the order of {@link verdictStates}, that
 * {@link thresholds}.patience of the last {@link thresholds}.window records have; numbers that are not finite
 * are at once.
 */
export function healthMonitor(context: HealthContext): HealthMonitor {
  const shown = new Map<
    VerdictState,
    readonly { readonly index: number; readonly step: number }[]
  >();
  let records = 0;
  let course: Course = { largestGap: 0, widest: 0 };
  let verdict = HEALTHY;
  return {
    verdict: () => verdict,
    note(record) {
      if (verdict.state === "not-finite") return verdict;
      const { gStep, gap, diversity } = record;
      course = {
        largestGap: Math.max(course.largestGap, Math.abs(gap)),
        widest: Math.max(course.widest, diversity.fake),
      };
      const before = verdict;
      verdict = HEALTHY;
      records += 1;
      for (const { state, told, patience } of symptoms) {
        const evidence = told(record, course, context);
        if (evidence === undefined) continue;
        const recent = (shown.get(state) ?? []).filter(
          ({ index }) => index > records - thresholds.window,
        );
        shown.set(state, [...recent, { index: records, step: gStep }]);
        if (verdict.state === "healthy" && recent.length + 1 >= patience) {
          const since = before.state === state ? before.since : (recent[0]?.step ?? gStep);
          verdict = { state, evidence, since };
        }
      }
      return verdict;
    },
  };
}

/** What earlier records told. */
interface Course {
  /** The largest |gap| so far. */
  readonly largestGap: number;
  /** The largest diversity of generated images so far. */
  readonly widest: number;
}

interface Symptom {
  readonly state: VerdictState;
  /** How many of the last records must agree. */
  readonly patience: number;
  /** The evidence, where there is any. */
  readonly told: (now: HealthRecord, course: Course, context: HealthContext) => string | undefined;
}

/** The gravest first. */
const symptoms: readonly Symptom[] = [
  {
    state: "not-finite",
    patience: 1,
    told: ({ diversity, ...now }) =>
      Object.values({ ...now, ...diversity }).every(Number.isFinite)
        ? undefined
        : "A loss, output or gradient is no longer a finite number.",
  },
  {
    state: "gradients-exploding",
    patience: thresholds.patience,
    told({ slope, gradient, loss }, _, { undecidedLoss }) {
      if (slope > thresholds.explodingSlope || gradient > thresholds.explodingGradient) {
        return `D's gradient to a generated image has norm ${formatMeasured(slope)}, its loss's to a weight ${formatMeasured(gradient)}.`;
      }
      return undecidedLoss !== null && loss > thresholds.divergedLoss * undecidedLoss
        ? `D's loss is ${formatMeasured(loss)}, ${formatMeasured(loss / undecidedLoss)} times that of an undecided D.`
        : undefined;
    },
  },
  {
    state: "gradients-vanishing",
    patience: thresholds.patience,
    told: ({ slope }) =>
      slope < thresholds.vanishingSlope
        ? `D's gradient to a generated image has norm ${formatMeasured(slope)}: the generator learns nothing from it.`
        : undefined,
  },
  {
    state: "discriminator-saturated",
    patience: thresholds.patience,
    told: ({ loss, accuracy }, _, { undecidedLoss }) =>
      undecidedLoss !== null && loss < thresholds.saturatedLoss * undecidedLoss
        ? `D's loss is ${formatMeasured(loss)}, ${formatShare(loss / undecidedLoss)} of an undecided D's, and it judges ${formatShare(accuracy)} of the images right.`
        : undefined,
  },
  {
    state: "mode-collapse-suspected",
    patience: thresholds.patience,
    told: ({ gStep, diversity: { fake, real } }, { widest }) => {
      if (real < thresholds.singleImage) {
        return `The real images are all alike: they differ by ${formatMeasured(real)} where pixels range over 2.`;
      }
      const share = fake / real;
      const fell = fake < thresholds.fallenDiversity * widest;
      const stays = gStep > thresholds.slowStart && fake < widest;
      return share < thresholds.collapsedDiversity && (fell || stays)
        ? `Generated images differ by ${formatShare(share)} of what real ones differ by.`
        : undefined;
    },
  },
  {
    state: "not-learning",
    patience: thresholds.patience,
    told: ({ gStep }, { largestGap }) =>
      gStep > thresholds.slowStart && largestGap < thresholds.unlearnedGap
        ? `D tells real from generated images by ${formatMeasured(largestGap)} at most, after ${gStep} steps.`
        : undefined,
  },
];

/** The verdict on a run that ended since a number was no longer finite. */
export function notFinite(gStep: number): Verdict {
  const evidence = "A loss, norm or σ is no longer a finite number.";
  return { state: "not-finite", evidence, since: gStep };
}
