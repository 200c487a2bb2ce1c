/** Classes of a conditional generator, by their names or numbers. */
import { refusal } from "../../errors.ts";
import { quoted } from "../../text.ts";
import type { TrainedModel } from "./trained.ts";

/** The most names that a line lists. */
const MOST_NAMES = 12;

/** The classes of a generator. */
export interface Classes {
  /** Their number; `undefined` for an unconditional generator. */
  readonly classes?: number | undefined;
  /** Their names, if known. */
  readonly classNames?: readonly string[] | undefined;
}

/** How those who choose classes spell their choice. */
export interface Spelling {
  readonly byName: string;
  readonly byNumber: string;
  /** How a class is chosen by its number although classes have numbers as names. */
  readonly advice: string;
}

/** As options of the command line. */
const CLASS_OPTIONS: Spelling = {
  byName: "--class",
  byNumber: "--class-index",
  advice: "--class-index takes the number of a class, from 0.",
};

/** As arguments of functions. */
export const CLASS_ARGUMENT: Spelling = {
  byName: "class",
  byNumber: "class",
  advice: "The number of a class, from 0, is given as a number, not as a text.",
};

/**
 * The number of a class.
 *
 * @param wanted a class's name, or a number from 0. A text is a name first; it is a number only where no class
 *   has a number as its name, so that a name that is missing is no other class.
 * @throws EvenkeelError `USAGE` for a class that the generator does not have.
 */
export function classNumber(
  { classes, classNames }: Classes,
  wanted: string | number,
  { byName, byNumber, advice }: Spelling = CLASS_OPTIONS,
): number {
  const option = typeof wanted === "number" ? byNumber : byName;
  if (classes === undefined) {
    const rule = `${option} must be omitted: the generator is unconditional`;
    throw refusal("USAGE", { where: "sample", rule, got: wanted });
  }
  const named = classNames?.findIndex(
    (name) => name.normalize("NFC") === String(wanted).normalize("NFC"),
  );
  if (typeof wanted === "string" && named !== undefined && named >= 0) return named;
  const isNumber = typeof wanted === "number" ? wanted >= 0 : /^\d+$/.test(wanted);
  const numbered = typeof wanted === "string" && classNames?.some((name) => /^\d+$/.test(name));
  if (isNumber && !numbered && Number.isInteger(Number(wanted)) && Number(wanted) < classes) {
    return Number(wanted);
  }
  const names = classNames === undefined ? [] : [`one of ${namesText(classNames)}`];
  const numbers = numbered ? [] : [`a number below ${classes}, the number of classes`];
  const choices = typeof wanted === "number" ? numbers : [...names, ...numbers];
  throw refusal("USAGE", {
    where: "sample",
    rule: `${option} must be ${choices.join(", or ")}`,
    got: wanted,
    advice: numbered ? advice : undefined,
  });
}

/** The classes that a text lists between commas, unless all of it is the name of a class. */
export function listedClasses({ classNames }: Classes, text: string): readonly string[] {
  const isName = classNames?.some((name) => name.normalize("NFC") === text.normalize("NFC"));
  return isName ? [text] : text.split(",").map((part) => part.trim());
}

/** The names of the classes of a conditional generator. */
export function classNamesOf({ classes = 0, classNames }: Classes): readonly string[] {
  return completeNames(classes, classNames);
}

/** The classes of a run's generator. */
export function classesOf({
  model,
  classNames,
}: Pick<TrainedModel, "model" | "classNames">): Classes {
  return { classes: model.definition.classes, classNames };
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
