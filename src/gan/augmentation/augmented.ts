/** Images as a discriminator sees them, in a program. */
import type { Value } from "../../graph/index.ts";
import type { ProgramBuilder } from "../../runtime/index.ts";
import type { Augmentation, ImagesShape } from "./augmentation.ts";

/** Images of one step that get random numbers of their own. */
export type Group = "real" | "fake" | "generated";

/** The fed input that holds a group's numbers of this name. */
export function numbersFeed(group: Group, name: string): string {
  return `augmentation/${group}/${name}`;
}

/**
 * Declares the numbers of a group of images as fed inputs.
 *
 * @returns the transform of images `[N, C, H, W]` with these numbers; without an augmentation they stay as they are.
 */
export function augmented(
  program: Pick<ProgramBuilder, "g" | "feed">,
  augmentation: Augmentation | undefined,
  group: Group,
  images: ImagesShape,
): (x: Value) => Value {
  const { g } = program;
  const steps = (augmentation?.transforms ?? []).map((transform) => {
    const fed = Object.entries(transform.numbers(images)).map(([name, shape]) => [
      name,
      program.feed(numbersFeed(group, name), { dtype: "float32", shape }),
    ]);
    return { transform, numbers: Object.fromEntries(fed) as Readonly<Record<string, Value>> };
  });
  return (x) =>
    steps.reduce(
      (y, { transform, numbers }) => g.scope("augmentation", () => transform.apply(g, y, numbers)),
      x,
    );
}
