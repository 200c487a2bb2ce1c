/** Compares a run's images with real ones while it trains. */
import {
  aspectsOf,
  type Columns,
  type ImageAspects,
  openResemblance,
} from "../../analysis/health/index.ts";
import type { RunSettings } from "../../config/index.ts";
import type { ImageDataset } from "../../data/index.ts";
import { scaledBatches } from "../../evaluation/analysis/index.ts";
import { datasetSource } from "../../evaluation/subject/index.ts";
import type { GanModel, Trainer } from "../../gan/index.ts";
import { randomStream } from "../../random.ts";
import { sampleLabels } from "../../runs/trained/index.ts";

/** Generated images that are compared with at most so many real ones; points cost next to nothing. */
const COMPARED = { images: 32, real: 256 } as const;
const COMPARED_POINTS = { images: 512, real: 512 } as const;

/**
 * What compares the images that a trainer generates at inference, always from the same noise, with real ones.
 * The noise comes from a stream of its own.
 */
export async function openRunResemblance(
  { seed }: Pick<RunSettings, "seed">,
  model: GanModel,
  dataset: ImageDataset,
): Promise<(trainer: Trainer) => Promise<Columns>> {
  const { latentSize, imageShape, imageType } = model.definition;
  const isPoint = imageShape[1] * imageShape[2] === 1;
  const compared = isPoint ? COMPARED_POINTS : COMPARED;
  const unscaled = imageType === "float32";
  const count = Math.min(compared.real, dataset.count);
  const real: ImageAspects[] = [];
  for await (const { images } of scaledBatches(datasetSource(dataset), count, seed, unscaled)) {
    real.push(...aspectsOf(images, imageShape));
  }
  const resemblance = openResemblance(real);
  const z = randomStream(seed, "resemblance").fillNormal(
    new Float32Array(compared.images * latentSize),
  );
  const labels = sampleLabels(model, compared.images);
  return async (trainer) =>
    resemblance.columns(aspectsOf(await trainer.sample(z, labels), imageShape));
}
