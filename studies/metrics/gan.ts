/** The GAN of `quickstart-unconditional` while it learns, against images of the set. */
import { randomStream } from "evenkeel";
import { loadConfig } from "evenkeel/config";
import type { Trainer } from "evenkeel/gan";
import { toPixels } from "evenkeel/images";
import type { Engine } from "evenkeel/runtime";
import { openTraining } from "../../tools/training.ts";
import { allMetrics, type Curve, curve, matrix } from "./measure.ts";
import type { StudiedSet, Tell } from "./set.ts";

const seen = [0, 50, 100, 200, 400, 800, 1400, 2000];
/** Images on either side. */
export const IMAGES = 1500;
/** Images that are drawn at once. */
const CHUNK = 100;

/** The metrics at several steps of the recipe, until `steps`. */
export async function ganCurve(
  { halves: [real], extractor }: StudiedSet,
  steps: number,
  engine: Engine,
  tell: Tell,
): Promise<Curve> {
  const config = await loadConfig("quickstart-unconditional");
  const { size } = config.data;
  const { dimension } = extractor;
  const featuresOf = async (images: Uint8Array) => {
    const { features } = await extractor.extract(images, [IMAGES, 3, size, size]);
    return matrix(features, dimension);
  };
  const features = await featuresOf(real.images.subarray(0, IMAGES * 3 * size * size));
  const { runtime, trainer } = await openTraining(config);
  const noise = new Float32Array(IMAGES * config.model.latentSize);
  const z = randomStream(0, "samples").fillNormal(noise);
  let step = 0;
  const once = async (wanted: number) => {
    for (; step < wanted; step++) await trainer.step();
    return allMetrics(features, await featuresOf(await drawn(trainer, z)), engine);
  };
  const xs = seen.filter((x) => x <= steps);
  const found = await curve(xs, 1, once, tell);
  await runtime.release();
  return found;
}

/** The pixels of all images for z, drawn in chunks. */
async function drawn(trainer: Trainer, z: Float32Array): Promise<Uint8Array> {
  const latent = z.length / IMAGES;
  const parts: Uint8Array[] = [];
  for (let i = 0; i < IMAGES; i += CHUNK) {
    const images = await trainer.sample(z.subarray(i * latent, (i + CHUNK) * latent));
    parts.push(Uint8Array.from(toPixels(images)));
  }
  return Buffer.concat(parts);
}
