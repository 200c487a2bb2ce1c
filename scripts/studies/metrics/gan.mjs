/** The quickstart's GAN while it learns, against images of the set. */

import { assembleModel, loadConfig, updatesOf } from "../../../dist/config/index.js";
import { batchSource, openDataset } from "../../../dist/data/index.js";
import { createTrainer } from "../../../dist/gan/index.js";
import { toPixels } from "../../../dist/images/pixels.js";
import { randomStream } from "../../../dist/random.js";
import { createRuntime } from "../../../dist/runtime/index.js";
import { nodeEngine } from "../../../dist/runtime/node.js";
import { allMetrics, curve, matrix } from "./measure.mjs";

const seen = [0, 50, 100, 200, 400, 800, 1400, 2000];
export const IMAGES = 1500;

/** The metrics at several steps of the recipe. */
export async function ganCurve({ halves: [real], extractor }, engine, tell) {
  const config = await loadConfig("quickstart", []);
  const { size } = config.data;
  const pixels = real.images.subarray(0, IMAGES * 3 * size * size);
  const { features } = await extractor.extract(pixels, [IMAGES, 3, size, size]);
  const dataset = await openDataset(config.data);
  const stream = randomStream(config.seed, "shuffle");
  const runtime = createRuntime(nodeEngine({ device: "cpu", threads: 1 }));
  const trainer = await createTrainer({
    runtime,
    model: assembleModel(config),
    batches: batchSource(dataset, { batchSize: config.batchSize, stream }),
    seed: config.seed,
    ...updatesOf(config),
  });
  const z = randomStream(0, "samples").fillNormal(
    new Float32Array(IMAGES * config.model.latentSize),
  );
  let step = 0;
  const once = async (wanted) => {
    for (; step < wanted; step++) await trainer.step();
    const fakes = Uint8Array.from(toPixels(await drawn(trainer, z, config.model.latentSize)));
    const made = await extractor.extract(fakes, [IMAGES, 3, size, size]);
    const { dimension } = extractor;
    return allMetrics(matrix(features, dimension), matrix(made.features, dimension), engine);
  };
  const found = await curve(seen, 1, once, tell);
  await runtime.release();
  return found;
}

/** Images for z, a hundred at a time. */
async function drawn(trainer, z, latent) {
  const parts = [];
  for (let i = 0; i < IMAGES; i += 100) {
    parts.push(await trainer.sample(z.subarray(i * latent, (i + 100) * latent)));
  }
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => {
    out.set(part, at);
    return at + part.length;
  }, 0);
  return out;
}
