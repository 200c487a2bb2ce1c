/** Whether images fit the networks: their shape and their classes. */
import type { ImageDataset } from "../../data/index.ts";
import { refusal } from "../../errors.ts";
import type { GanModel } from "../../gan/index.ts";
import { firstOf, quoted } from "../../text.ts";

/**
 * Requires images of the model's shape, and of a conditional model as many classes as it has.
 *
 * @param resumed whether the run has begun, with a number of classes that can no longer change.
 * @returns warnings, one sentence each.
 * @throws EvenkeelError `CONFIG`.
 */
export function requireFit(
  dataset: ImageDataset,
  { definition }: GanModel,
  resumed: boolean,
): readonly string[] {
  const [channels, height, width] = definition.imageShape;
  if (dataset.channels !== channels || dataset.height !== height || dataset.width !== width) {
    throw refusal("CONFIG", {
      where: "data",
      rule: `${dataset.name} must hold images [${channels}, ${height}, ${width}]`,
      got: [dataset.channels, dataset.height, dataset.width],
      advice: "Set data.size to the images' size.",
    });
  }
  const { classes } = definition;
  if (classes === undefined) return [];
  const there = dataset.classes.length;
  if (there > classes || (there < classes && !resumed)) {
    const names = firstOf(dataset.classes.map((name) => quoted(name, 40)));
    throw refusal("CONFIG", {
      where: "model.classes",
      rule: `must be ${there}, the classes of ${dataset.name} (${names})`,
      got: classes,
      advice: resumed
        ? "Give the run the images that it was started with."
        : `--set model.classes=${there}, or name data with ${classes} classes.`,
    });
  }
  return [
    ...(there === classes
      ? []
      : [
          `model.classes: ${dataset.name} has ${there} of the ${classes} classes that are generated; the others have no real images`,
        ]),
    ...withoutImages(dataset),
  ];
}

function withoutImages({ name, classes, labels }: ImageDataset): readonly string[] {
  const there = new Set(labels);
  const empty = classes.filter((_, label) => !there.has(label)).map((one) => quoted(one, 40));
  return empty.length === 0
    ? []
    : [`data: no image of ${name} is of the class ${firstOf(empty)}, which is generated as well`];
}
