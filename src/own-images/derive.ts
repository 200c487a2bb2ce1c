/** From what the images and the machine are like to the settings of a run, each with its reason. */
import { basename } from "node:path";
import { recipeSideOf, runNameFrom, type Setting } from "../config/images/index.ts";
import { chooseAugmentation } from "./augmentation.ts";
import type { Choice, Facts, Rule } from "./choice.ts";
import { chooseAverage, chooseCheckpoint, chooseEvaluation, chooseSteps } from "./course.ts";
import { chooseBatch, chooseNetworks, chooseThreads } from "./networks.ts";
import { chooseClasses, chooseFlips, chooseHeldOut } from "./sets.ts";
import { chooseChannels, chooseFit, chooseSize } from "./size.ts";
import { sizeOf } from "./variants.ts";

/** The settings of a run. */
export interface Derived {
  /** The recipe that they start from. */
  readonly recipe: string;
  readonly settings: readonly Setting[];
  /** What was chosen, in the order in which a person reads it. */
  readonly choices: readonly Choice[];
}

/**
 * What is chosen, in this order: a rule sees what those before it have chosen. Each is a function of the facts;
 * another one is a line here.
 */
const rules: readonly Rule[] = [
  chooseChannels,
  chooseSize,
  chooseFit,
  chooseClasses,
  chooseHeldOut,
  chooseNetworks,
  chooseBatch,
  chooseThreads,
  chooseFlips,
  chooseAugmentation,
  chooseSteps,
  chooseAverage,
  chooseEvaluation,
  chooseCheckpoint,
];

/**
 * Chooses the settings of a run. Reads and measures nothing: the same facts give the same settings. What a
 * request asks for by `--set` is not among the settings, but seen by the rules. The images and the request must
 * have passed `refuseUnfit`.
 */
export function derive(facts: Facts): Derived {
  const { request } = facts;
  const settings = new Map<string, unknown>([["data.path", request.path]]);
  const soFar = (key: string) => request.asked(key) ?? settings.get(key);
  const choices = rules.map((rule) => {
    const choice = rule(facts, soFar);
    for (const [key, value] of Object.entries(choice.settings)) settings.set(key, value);
    return asAsked(choice, facts);
  });
  const size = sizeOf(soFar);
  const { height, width } = size;
  const sides = height === width ? height : `${height}x${width}`;
  const stem = basename(request.path).replace(/\.(zip|tar|tgz|tar\.gz)$/i, "");
  settings.set("name", runNameFrom(`${stem.slice(0, 90)}-${sides}`));
  return { recipe: `images-${recipeSideOf(size)}`, settings: [...settings], choices };
}

/** A choice that a person has overridden by `--set`, as it is then. */
function asAsked(choice: Choice, { request }: Facts): Choice {
  if (choice.saysAsked) return choice;
  const keys = Object.keys(choice.settings).filter((key) => request.asked(key) !== undefined);
  if (keys.length === 0) return choice;
  const chosen = keys.map((key) => String(request.asked(key))).join(", ");
  return { ...choice, chosen, reason: `as you asked (${keys.join(", ")})` };
}
