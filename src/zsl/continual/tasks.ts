/** Classes in tasks. */
import { refusal } from "../../errors.ts";
import { randomStream } from "../../random.ts";

/** Of a task with one class there is nothing to tell. */
const FEWEST_CLASSES = 2;

/**
 * Classes 0 … `classes` − 1 in so many tasks of about the same size, in an order that is drawn from the seed. Where
 * they cannot all have the same size, the last tasks have one class more, as those of SUN in the paper (47, 47, 47,
 * 48, …).
 *
 * @throws EvenkeelError `CONFIG` for fewer than two tasks, or fewer than two classes in one of them.
 * @see Skorokhodov & Elhoseiny 2021.
 */
export function drawTasks(
  classes: number,
  tasks: number,
  seed: number,
): readonly (readonly number[])[] {
  const most = Math.floor(classes / FEWEST_CLASSES);
  if (!(Number.isInteger(tasks) && tasks >= 2 && tasks <= most)) {
    const rule =
      most < 2
        ? `${classes} classes are too few, as each of two tasks needs ${FEWEST_CLASSES}`
        : `must be a whole number in [2, ${most}], as each task needs ${FEWEST_CLASSES} of ${classes} classes`;
    throw refusal("CONFIG", { where: "tasks", rule, ...(most >= 2 && { got: tasks }) });
  }
  const order = [...randomStream(seed, "zsl/tasks").permutation(classes)];
  const [size, more] = [Math.floor(classes / tasks), classes % tasks];
  let first = 0;
  return Array.from({ length: tasks }, (_, task) => {
    const count = size + Number(task >= tasks - more);
    first += count;
    return order.slice(first - count, first);
  });
}

/** The classes of the first tasks. */
export function classesOf(tasks: readonly (readonly number[])[], count: number): readonly number[] {
  return tasks.slice(0, count).flat();
}
