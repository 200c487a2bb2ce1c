/** A grid of real images, to be looked at beside the samples of a run. */
import type { RunSettings } from "../../config/index.ts";
import { emptyImages, type ImageDataset } from "../../data/index.ts";
import type { GanModel } from "../../gan/index.ts";
import type { ImageGrid } from "../../plots/images/index.ts";
import { randomStream } from "../../random.ts";
import { pixelGrid } from "./picture.ts";
import { sampleLabels } from "./sample-inputs.ts";

/**
 * Real images, as many as the sample grids of a run have and laid out like them; for a conditional model the
 * rows have the same classes. They are drawn at random from the run's seed, none twice unless a class has
 * fewer than the grid takes; of fewer images in all, each is shown.
 *
 * @returns `undefined` for points, whose plots have the real ones in them.
 * @throws EvenkeelError `DATA` for images that cannot be read.
 */
export async function realImageGrid(
  { seed, samples }: Pick<RunSettings, "seed" | "samples">,
  model: GanModel,
  dataset: ImageDataset,
): Promise<ImageGrid | undefined> {
  if (dataset.dtype === "float32") return undefined;
  const { rows, columns } = samples;
  const order = randomStream(seed, "reals").permutation(dataset.count);
  const labels = sampleLabels(model, rows * columns, { columns });
  const indices =
    labels === undefined
      ? order.subarray(0, rows * columns)
      : ofClasses(labels, order, dataset.labels);
  const pixels = emptyImages(dataset, indices.length) as Uint8Array;
  await dataset.read(indices, pixels);
  return pixelGrid(pixels, [dataset.channels, dataset.height, dataset.width], { columns });
}

/** For each label the next image of that class; from the first again where there is no other. */
function ofClasses(
  labels: Int32Array,
  order: Uint32Array,
  classOf: ArrayLike<number>,
): Uint32Array {
  const images = new Map<number, number[]>();
  for (const image of order) {
    const label = classOf[image] as number;
    const known = images.get(label);
    if (known === undefined) images.set(label, [image]);
    else known.push(image);
  }
  const taken = new Map<number, number>();
  return Uint32Array.from(labels, (label) => {
    const those = images.get(label) as number[];
    const next = taken.get(label) ?? 0;
    taken.set(label, next + 1);
    return those[next % those.length] as number;
  });
}
