/** What a run can suffer from, each told from a record and the course before it. */
import { formatMeasured, formatShare } from "../../text.ts";
import { type Course, comesNearer, isEarly, isSure, resembles } from "./course.ts";
import { judgementText, resemblanceText } from "./evidence.ts";
import type { HealthRecord } from "./record.ts";
import type { VerdictState } from "./states.ts";
import { thresholds } from "./thresholds.ts";

/** A symptom of a bad state. */
export interface Symptom {
  readonly state: VerdictState;
  /** How many of the last records must agree. */
  readonly patience: number;
  /** The evidence, where there is any. */
  readonly told: (now: HealthRecord, course: Course) => string | undefined;
}

type Told = Symptom["told"];

/** Tells nothing while the images come nearer to real ones: whatever was measured, the generator learns. */
const unlessNearer =
  (told: Told): Told =>
  (now, course) =>
    comesNearer(course) === true ? undefined : told(now, course);

/** Tells nothing of images that resemble real ones or come nearer to them. */
const unlessGood = (told: Told): Told => {
  const patient = unlessNearer(told);
  return (now, course) => (resembles(now, course) === true ? undefined : patient(now, course));
};

/** The gravest first. */
export const symptoms: readonly Symptom[] = [
  {
    state: "not-finite",
    patience: 1,
    told: ({ diversity, distances, nearest, ...now }) =>
      [
        ...Object.values({ ...now, ...diversity, ...distances }),
        ...(nearest === null ? [] : [nearest]),
      ].every(Number.isFinite)
        ? undefined
        : "A loss, output, gradient or image is no longer a finite number.",
  },
  {
    state: "gradients-exploding",
    patience: thresholds.patience,
    told({ slope, gradient, loss }, { context: { undecidedLoss } }) {
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
    told: unlessGood(({ slope }) =>
      slope < thresholds.vanishingSlope
        ? `D's gradient to a generated image has norm ${formatMeasured(slope)}: the generator learns nothing from it.`
        : undefined,
    ),
  },
  {
    state: "discriminator-saturated",
    patience: thresholds.patience,
    told: unlessGood(({ loss, accuracy }, { context: { undecidedLoss } }) =>
      undecidedLoss !== null && loss < thresholds.saturatedLoss * undecidedLoss
        ? `D's loss is ${formatMeasured(loss)}, ${formatShare(loss / undecidedLoss)} of an undecided D's, and it judges ${formatShare(accuracy)} of the images right.`
        : undefined,
    ),
  },
  {
    state: "discriminator-saturated",
    patience: thresholds.patience,
    told: (now, course) =>
      isSure(course) && resembles(now, course) === false && comesNearer(course) === false
        ? `${judgementText(now)}, and the images come no nearer to real ones: ${resemblanceText(now, course)}.`
        : undefined,
  },
  {
    state: "mode-collapse-suspected",
    patience: thresholds.patience,
    told: ({ diversity: { real } }) =>
      real < thresholds.singleImage
        ? `The real images are all alike: they differ by ${formatMeasured(real)} where pixels range over 2.`
        : undefined,
  },
  {
    state: "mode-collapse-suspected",
    patience: thresholds.patience,
    told: unlessNearer(({ gStep, diversity: { fake, real } }, { widest }) => {
      const share = fake / real;
      const fell = fake < thresholds.fallenDiversity * widest;
      const stays = gStep > thresholds.slowStart && fake < widest;
      return share < thresholds.collapsedDiversity && (fell || stays)
        ? `Generated images differ by ${formatShare(share)} of what real ones differ by.`
        : undefined;
    }),
  },
  {
    state: "mode-collapse-suspected",
    patience: thresholds.patience,
    told: (now, course) =>
      resembles(now, course) === true &&
      now.nearest !== null &&
      now.nearest < thresholds.repeatedImages
        ? `Generated images repeat: the nearest to another one is ${formatShare(now.nearest)} as far as among real ones.`
        : undefined,
  },
  {
    state: "not-learning",
    patience: thresholds.patience,
    told: unlessGood(({ gStep }, { largestGap }) =>
      gStep > thresholds.slowStart && largestGap < thresholds.unlearnedGap
        ? `D tells real from generated images by ${formatMeasured(largestGap)} at most, after ${gStep} steps.`
        : undefined,
    ),
  },
  {
    state: "images-unlike-data",
    patience: thresholds.patience,
    told: (now, course) =>
      resembles(now, course) === false &&
      now.gStep < course.context.steps &&
      comesNearer(course) === false
        ? `The images do not resemble the data and come no nearer: ${resemblanceText(now, course)}; ${judgementText(now)}.`
        : undefined,
  },
  {
    state: "images-unlike-data",
    patience: 1,
    told: (now, course) =>
      resembles(now, course) === false && now.gStep >= course.context.steps && !isEarly(course, now)
        ? `The images do not resemble the data at the end${comesNearer(course) === true ? ", though they come nearer" : ""}: ${resemblanceText(now, course)}; ${judgementText(now)}.`
        : undefined,
  },
];
