/** The training of a config, to be stepped by hand. */

import { randomStream } from "evenkeel";
import { assembleModel, type Config, updatesOf } from "evenkeel/config";
import { batchSource, type ImageDataset, openDataset, withFlips } from "evenkeel/data";
import { createTrainer, type GanModel, type Trainer } from "evenkeel/gan";
import { createRuntime, type Runtime } from "evenkeel/runtime";
import { nodeEngine } from "evenkeel/runtime/node";

/** Networks, data and steps that are ready to run. */
export interface OpenTraining {
  readonly model: GanModel;
  readonly dataset: ImageDataset;
  readonly runtime: Runtime;
  readonly trainer: Trainer;
}

/**
 * Compiles the two steps of a config for the processor, with its seed and threads.
 *
 * @param dataset the data set of the config, where it is open already.
 */
export async function openTraining(config: Config, dataset?: ImageDataset): Promise<OpenTraining> {
  const model = assembleModel(config);
  const images = dataset ?? (await openDataset(config.data));
  const { batchSize, seed, threads } = config;
  const source = batchSource(images, { batchSize, stream: randomStream(seed, "shuffle") });
  const batches = config.data.flip ? withFlips(source, images, seed) : source;
  const runtime = createRuntime(nodeEngine({ device: "cpu", threads }));
  try {
    const trainer = await createTrainer({ runtime, model, batches, seed, ...updatesOf(config) });
    return { model, dataset: images, runtime, trainer };
  } catch (error) {
    await runtime.release();
    throw error;
  }
}
