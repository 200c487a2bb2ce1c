/** Classes of a conditional generator, by their names or numbers. */
import { refusal } from "../../errors.ts";
import { quoted } from "../../text.ts";
import type { TrainedModel } from "./trained.ts";

/** The most names that a line lists. */
const MOST_NAMES = 12;

/**
 * The number of a class.
 *
 * @param wanted a class's name, or a number from 0. A text is a name first; it is a number only where no class
 *   has a number as its name, so that a name that is missing is no other class.
 * @throws EvenkeelError `USAGE` for a class that the generator does not have.
 */
export function classNumber(
  { model, classNames }: Pick<TrainedModel, "model" | "classNames">,
  wanted: string | number,
): number {
  const { classes } = model.definition;
  const option = typeof wanted === "number" ? "--class-index" : "--class";
  if (classes === undefined) {
    const rule = `${option} must be omitted: the run's generator is unconditional`;
    throw refusal("USAGE", { where: "sample", rule, got: wanted });
  }
  const named = classNames?.findIndex(
    (name) => name.normalize("NFC") === String(wanted).normalize("NFC"),
  );
  if (typeof wanted === "string" && named !== undefined && named >= 0) return named;
  const isNumber = typeof wanted === "number" || /^\d+$/.test(wanted);
  const numbered = typeof wanted === "string" && classNames?.some((name) => /^\d+$/.test(name));
  if (isNumber && !numbered && Number(wanted) < classes) return Number(wanted);
  const names = classNames === undefined ? [] : [`one of ${namesText(classNames)}`];
  const numbers = numbered ? [] : [`a number below ${classes}, the number of classes`];
  const choices = typeof wanted === "number" ? numbers : [...names, ...numbers];
  throw refusal("USAGE", {
    where: "sample",
    rule: `${option} must be ${choices.join(", or ")}`,
    got: wanted,
    advice: numbered ? "--class-index takes the number of a class, from 0." : undefined,
  });
}

/** The names of the classes of a conditional generator. */
export function classNamesOf({
  model,
  classNames,
}: Pick<TrainedModel, "model" | "classNames">): readonly string[] {
  return completeNames(model.definition.classes ?? 0, classNames);
}

/** The names of `count` classes; those beyond `names` are called by their numbers. */
export function completeNames(count: number, names: readonly string[] = []): readonly string[] {
  return Array.from({ length: count }, (_, i) => names[i] ?? `number ${i}`);
}

/** Names in a line, `most` of them at most, as a message quotes them. */
export function namesText(names: readonly string[], most = MOST_NAMES): string {
  const shown = names.slice(0, most).map((name) => quoted(name));
  const more = names.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
