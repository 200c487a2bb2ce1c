/** Help against overfitting. */
import { formatCount } from "../text.ts";
import type { Rule } from "./choice.ts";
import { trainedOn } from "./sets.ts";

/** Images below which a discriminator learns single ones by heart. */
const FEW = 10_000;

/**
 * Whether images are changed at random before D sees them: where they are few. All of them from the first step
 * on, since the probability of adaptive augmentation rises slowly for a short run (docs/augmentation.md).
 */
export const chooseAugmentation: Rule = ({ survey, request }, soFar) => {
  const images = trainedOn(survey.count, soFar("data.heldOut"), request.asked("data.count"));
  const isFew = images < FEW;
  return {
    what: "augment",
    chosen: isFew ? "diffaugment" : "none",
    reason: `${formatCount(images)} images to train on; below ${formatCount(FEW)} D would learn them by heart`,
    settings: { "augmentation.name": isFew ? "diffaugment" : "none" },
  };
};
