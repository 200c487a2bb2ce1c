/** The memorisation check of an evaluation: which training images it looks at, and their pixels. */
import type { ComputeOptions, FeatureExtractor, Protocol } from "../metrics/index.ts";
import type { Collected } from "./collect.ts";
import { datasetSource, type ImageSource } from "./image-source.ts";
import { asBytes, checkNeighbours, type NeighbourCheck, QUERIES } from "./neighbours.ts";
import type { EvaluationOptions } from "./options.ts";
import { checkShapes } from "./plan.ts";
import { realFeatures, type UsedReference } from "./reference.ts";

/** Bytes of training images, at most. */
const MOST_BYTES = 2 ** 30;

/**
 * Looks for the generated images among all training images, or as many of them as a gibibyte holds.
 *
 * @param generated their features; the images are made again.
 */
export async function neighboursOf(
  generated: Collected,
  extractor: FeatureExtractor,
  protocol: Protocol,
  options: EvaluationOptions & { readonly compute: ComputeOptions },
): Promise<NeighbourCheck & { readonly used: UsedReference }> {
  const { subject, reference, compute } = options;
  if (reference === undefined) throw new Error("internal: no real images for neighbours");
  const { seed } = protocol.settings;
  const training = await reference.open("training", protocol.settings.real.count);
  checkShapes(subject, training);
  const { dataset } = training;
  const [channels, height, width] = subject.source.shape;
  const most = Math.floor(MOST_BYTES / (channels * height * width));
  const count = Math.min(dataset.count, most);
  const real = await realFeatures(training, count, seed, { ...options, extractor, compute });
  const fakes = Math.min(QUERIES, generated.features.rows);
  const features = {
    ...generated.features,
    data: generated.features.data.subarray(0, fakes * generated.features.columns),
    rows: fakes,
  };
  const check = await checkNeighbours(
    {
      generated: { features, pixels: await pixelsOf(subject.source, fakes, seed) },
      real: {
        features: await real.matrix(),
        pixels: await pixelsOf(datasetSource(dataset), count, seed),
      },
      shape: subject.source.shape,
    },
    compute,
  );
  return { ...check, used: { reference: training, digest: real.digest } };
}

async function pixelsOf(source: ImageSource, count: number, seed: number): Promise<Uint8Array> {
  const length = source.shape[0] * source.shape[1] * source.shape[2];
  const pixels = new Uint8Array(count * length);
  let at = 0;
  for await (const { values } of source.batches(count, seed)) {
    pixels.set(asBytes(values), at);
    at += values.length;
  }
  return pixels;
}
