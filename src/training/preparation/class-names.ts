/** The names of the classes that a run's generator draws. */
import type { ImageDataset } from "../../data/index.ts";
import { refusal } from "../../errors.ts";
import { quoted } from "../../text.ts";
import type { RunPlan } from "../plan/plan.ts";

/**
 * The names of the classes of a conditional generator, by their numbers: those of its data set, and those that
 * the run has kept of classes that are no longer there. `undefined` for unconditional ones.
 *
 * @param kept the names that the run to resume has kept, if any.
 * @throws EvenkeelError `CONFIG` if a number would stand for another class than before.
 */
export function classNamesFor(
  { model }: Pick<RunPlan, "model">,
  { name, source, classes }: Pick<ImageDataset, "name" | "source" | "classes">,
  kept: readonly string[] = [],
): readonly string[] | undefined {
  if (model.definition.classes === undefined) return undefined;
  const other = classes.findIndex((is, i) => i < kept.length && kept[i] !== is);
  if (other < 0) return [...classes, ...kept.slice(classes.length)];
  throw refusal("CONFIG", {
    where: "data",
    rule: `${name} must have the classes that the run was trained on, of which number ${other} is ${quoted(kept[other]!)}`,
    got: `${quoted(classes[other]!)} in ${source}`,
    advice: "Give the run the folders of classes that it began with, or begin a new run.",
  });
}
