/** Which images are trained on, and as which classes. */
import { countOf, firstOf, quoted } from "../text.ts";
import type { Rule } from "./choice.ts";

/** The share of the images that is held out, and how many at most. */
const HELD_OUT = { share: 0.05, most: 1000 } as const;

/** Whether the classes are generated each by itself. */
export const chooseClasses: Rule = ({ survey: { classes }, request }) => {
  const names = firstOf(
    classes.map(({ name }) => quoted(name, 40)),
    3,
  );
  const several = classes.length > 1;
  const base = { what: "classes", settings: {} };
  if (!request.conditional) {
    return several
      ? {
          ...base,
          chosen: "not used",
          reason: `--conditional learns each sub-folder by itself (${names})`,
        }
      : { ...base, chosen: "none", reason: "no sub-folders" };
  }
  return {
    what: "classes",
    chosen: countOf(classes.length, "sub-folder"),
    reason: names,
    settings: {
      "model.conditioning": "projection",
      "model.classes": classes.length,
      "generator.normalization.name": "conditional-batch-norm",
    },
  };
};

/** How many images are held out. */
export const chooseHeldOut: Rule = ({ survey: { count, hasTest, classes } }) => {
  const base = { what: "held out" };
  if (hasTest) {
    return {
      ...base,
      chosen: "the folder test",
      reason: "not trained on",
      settings: {},
    };
  }
  const wanted = Math.min(HELD_OUT.most, Math.round(HELD_OUT.share * count));
  const number = Math.max(0, Math.min(wanted, count - classes.length));
  return {
    ...base,
    chosen: countOf(number, "image"),
    reason: "at random, 5 % and at most 1000; they are named in dataset.json",
    settings: { "data.heldOut": number },
  };
};

/** Whether images are mirrored. */
export const chooseFlips: Rule = (_, soFar) => {
  const isGray = soFar("data.channels") === 1;
  return {
    what: "flips",
    chosen: isGray ? "off" : "on",
    reason: isGray
      ? "gray images may be writing; --set data.flip=true mirrors them"
      : "mirrored images add to them; not for writing: --set data.flip=false",
    settings: { "data.flip": !isGray },
  };
};

/** How many images are trained on. */
export function trainedOn(count: number, heldOut: unknown, limit: unknown): number {
  const left = count - (typeof heldOut === "number" ? heldOut : 0);
  return Math.max(1, typeof limit === "number" ? Math.min(left, limit) : left);
}
