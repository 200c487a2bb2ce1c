/** Rules on the augmentation, from the records of augmentations, losses and data sets. */
import { datasetOf } from "../../data/index.ts";
import { augmentations } from "../../gan/augmentation/index.ts";
import { type Loss, losses } from "../../gan/index.ts";
import type { ConfigPath } from "../reference/json-schema.ts";
import type { Rule } from "./rule.ts";

const NAME: ConfigPath = ["augmentation", "name"];

/** The names of the losses whose outputs an adaptive augmentation can be steered by. */
const steering = Object.entries<Loss>(losses)
  .filter(([, { undecided }]) => undecided !== null)
  .map(([name]) => name)
  .join(", ");

export const augmentationRules: readonly Rule[] = [
  {
    paths: [NAME, ["data", "name"]],
    broken: ({ augmentation, data }) =>
      augmentation.name !== "none" && datasetOf(data.name).kind === "points"
        ? `must be none for the points of ${data.name}, which are no images`
        : undefined,
  },
  {
    paths: [NAME, ["loss"]],
    broken({ augmentation: { name }, loss }) {
      const { undecided }: Loss = losses[loss];
      return augmentations[name].adaptive && undecided === null
        ? `must not be adaptive when loss is ${loss}, because the discriminator's outputs on real images then have no sign that tells of overfitting (loss: ${steering})`
        : undefined;
    },
  },
];
