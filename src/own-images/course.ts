/** How long a run is, and what is measured and kept of it. */
import { imageIntervals, imageMetrics, imagePresets, roundedDown } from "../config/images/index.ts";
import { formatCount, formatNumber, formatSeconds } from "../text.ts";
import type { Rule } from "./choice.ts";
import { variantOf } from "./variants.ts";

const STEPS = { least: 1000, most: 100_000 } as const;
/** Held-out images that evaluations compare with; fewer say more about themselves than about the generator. */
const LEAST_HELD_OUT = 500;
/** Held-out images of which it is worth to count how many are covered: a ball reaches to the fifth neighbour. */
const LEAST_COUNTED = 10;

/** Generator steps: as many as the preset's time allows. */
export const chooseSteps: Rule = ({ machine, request }, soFar) => {
  const asked = request.asked("steps");
  if (asked !== undefined || machine.secondsOf === undefined) {
    const steps = Number(asked ?? soFar("steps"));
    const reason = asked === undefined ? "as the recipes have" : "as you asked";
    return {
      ...{ what: "steps", chosen: formatCount(steps), reason },
      settings: { steps },
      saysAsked: true,
    };
  }
  const { hours } = imagePresets[request.preset];
  const seconds = machine.secondsOf(variantOf(soFar, request.preset));
  const most = (3600 * hours) / seconds;
  const steps = Math.min(STEPS.most, Math.max(STEPS.least, twoDigits(most)));
  const each = `${formatNumber(1000 * seconds, 2)} ms each (${machine.timedBy})`;
  const total = formatSeconds(steps * seconds);
  return {
    what: "steps",
    chosen: formatCount(steps),
    reason:
      steps === STEPS.least && steps > most
        ? `the least worth it; about ${total} at ${each}`
        : `about ${total} at ${each}`,
    settings: { steps },
  };
};

/** Steps that the generator's averaged weights cover, at most, and as a part of the run. */
const AVERAGED = { most: 1000, part: 1 / 10 } as const;

/** How many steps the generator's weights are averaged over. */
export const chooseAverage: Rule = (_, soFar) => {
  const steps = Math.min(AVERAGED.most, AVERAGED.part * Number(soFar("steps")));
  const ema = steps <= 1 ? 0 : Number((1 - 1 / steps).toPrecision(4));
  return {
    what: "average",
    chosen: ema === 0 ? "none" : `about ${formatCount(steps)} steps`,
    reason:
      ema === 0
        ? "the run is too short"
        : "samples are drawn with averaged weights, over a tenth of the run at most",
    settings: { "generator.ema": ema },
  };
};

/** What the generator is compared with, how often, and by which features. */
export const chooseEvaluation: Rule = ({ survey: { hasTest } }, soFar) => {
  const steps = Number(soFar("steps"));
  const { evaluateEvery, ...intervals } = imageIntervals(steps);
  const heldOut = Number(soFar("data.heldOut") ?? 0);
  const enough = hasTest || heldOut >= LEAST_HELD_OUT;
  const against = hasTest
    ? "the folder test"
    : enough
      ? `${formatCount(heldOut)} held-out images`
      : `training images (${formatCount(heldOut)} held-out ones are too few)`;
  const isCounted = hasTest || heldOut >= LEAST_COUNTED;
  const counted = isCounted
    ? "the held-out images that are covered are counted"
    : `none are counted as covered, for want of ${LEAST_COUNTED} held-out images`;
  return {
    what: "evaluation",
    chosen: `every ${formatCount(evaluateEvery)} steps`,
    reason: `with ${against}, by the features ${soFar("evaluate.features")}; ${counted}`,
    settings: {
      ...intervals,
      "evaluate.every": evaluateEvery,
      "evaluate.protocol": enough ? "held-out" : "quick",
      ...(isCounted && { "evaluate.metrics": [...imageMetrics, "covered", "memorization"] }),
    },
  };
};

/** Which checkpoints are kept. */
export const chooseCheckpoint: Rule = () => ({
  what: "kept",
  chosen: "the best and the 3 newest checkpoints",
  reason: "by Fréchet distance",
  settings: { "evaluate.keepBest": true, keepCheckpoints: 3 },
});

/** A number with two digits that are not 0: 14 000. */
function twoDigits(number: number): number {
  const unit = roundedDown(10 ** Math.max(0, Math.floor(Math.log10(number)) - 1));
  return Math.floor(number / unit) * unit;
}
