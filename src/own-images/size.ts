/** Size and color of the images. */
import { imagePresets, recipeSides, square } from "../config/images/index.ts";
import { formatCount, formatNumber, formatSeconds } from "../text.ts";
import type { Choice, Facts, Rule, Variant } from "./choice.ts";
import { channelsOf, sizeOf, variantAt } from "./variants.ts";

/**
 * Images that a run should show for each pixel of their side, as larger ones take longer to learn: 10 000 steps
 * of 32 images at 64 pixels. With fewer, smaller images are worth more than larger ones.
 */
const SHOWN_PER_PIXEL = 5000;

/** The channels of the images: color, unless all that were looked at are gray; with opacity if that is asked for. */
export const chooseChannels: Rule = ({ survey, request }) => {
  const { gray, transparent, looked, broken } = survey;
  const seen = looked - broken.length;
  if (request.asked("data.channels") === 4) {
    return {
      what: "channels",
      chosen: "color and opacity",
      reason: `as you asked; ${formatCount(transparent)} of ${formatCount(seen)} images looked at have transparent places`,
      settings: { "data.channels": 4 },
      saysAsked: true,
    };
  }
  const isGray = gray === seen;
  const of = `${formatCount(seen)} images looked at`;
  return {
    what: "channels",
    chosen: isGray ? "gray" : "color",
    reason:
      isGray || gray === 0
        ? `all ${of} are`
        : `${formatCount(gray)} of ${of} are gray, and learned in color too`,
    settings: { "data.channels": isGray ? 1 : 3 },
  };
};

/** The height and width of the images. */
export const chooseSize: Rule = (facts, soFar) => {
  const { size } = facts.request;
  if (size === undefined) return chosenSize(facts, channelsOf(soFar));
  const { height, width } = size;
  const isSquare = height === width;
  return {
    what: "size",
    chosen: `${height} x ${width}${isSquare ? "" : " (height x width)"}`,
    reason: "as you asked",
    settings: { "data.size": height, ...(!isSquare && { "data.width": width }) },
    saysAsked: true,
  };
};

function chosenSize({ survey, machine, request }: Facts, channels: Variant["channels"]): Choice {
  const median = survey.sizes?.median ?? 0;
  const [least, ...larger] = recipeSides;
  const { hours } = imagePresets[request.preset];
  const choice = (side: number, reason: string): Choice => ({
    what: "size",
    chosen: `${side} x ${side}`,
    reason,
    settings: { "data.size": side },
  });
  const sides = `${formatCount(median)}, the median shorter side`;
  if (median < least) return choice(least, `the smallest; above ${sides}: enlarged`);
  const fitting = [least, ...larger.filter((side) => side <= median)];
  const needed = (side: number) => {
    const variant = variantAt(square(side), channels, request.preset);
    const steps = Number(request.asked("steps") ?? (SHOWN_PER_PIXEL * side) / variant.batchSize);
    return { steps, seconds: steps * (machine.secondsOf?.(variant) ?? 0) };
  };
  const slow = fitting.findIndex((side, i) => i > 0 && needed(side).seconds > 3600 * hours);
  if (slow !== -1) {
    const [side = least, next = least] = fitting.slice(slow - 1);
    const { steps, seconds } = needed(next);
    const time = `${formatCount(steps)} steps at ${next} would take ${formatSeconds(seconds)}`;
    return choice(side, `${time} (${machine.timedBy})`);
  }
  const side = fitting.at(-1) as number;
  const all = `the largest of ${recipeSides.join(", ")}`;
  return choice(side, side === recipeSides.at(-1) ? all : `${all} up to ${sides}`);
}

/** How images of other proportions come to theirs. */
export const chooseFit: Rule = ({ survey: { aspect } }, soFar) => {
  const { height, width } = sizeOf(soFar);
  const relative = (aspect * height) / width;
  const [times, what] = aspect >= 1 ? [aspect, "wide as high"] : [1 / aspect, "high as wide"];
  const shape = `${times < 1.05 ? "" : `${formatNumber(times, 2)} times `}as ${what}`;
  return {
    what: "fit",
    chosen: "crop",
    reason:
      Math.max(relative, 1 / relative) < 1.05
        ? height === width
          ? "most images have nearly the same sides"
          : "most images have nearly these proportions"
        : `the middle of images ${shape}; data.fit=pad keeps all of them`,
    settings: { "data.fit": "crop" },
  };
};
