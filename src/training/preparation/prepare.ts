/** What training and a dry run both need: the images and the device of a plan. */
import { availableParallelism } from "node:os";
import type {
  BatchSource,
  BatchSourceState,
  DataCallbacks,
  ImageDataset,
} from "../../data/index.ts";
import { batchSource, restoreBatchSource, withFlips } from "../../data/index.ts";
import { expectMemory } from "../../files/index.ts";
import type { GanModel } from "../../gan/index.ts";
import { randomStream } from "../../random.ts";
import { createRuntime, type Engine, type Runtime, selfCheck } from "../../runtime/index.ts";
import { nodeEngine } from "../../runtime/node.ts";
import { escapeControls } from "../../text.ts";
import type { Report } from "../messages.ts";
import type { RunPlan } from "../plan/plan.ts";
import type { Stop } from "../stop.ts";
import type { RunData } from "./data.ts";
import { requireFit } from "./fit.ts";
import { estimateMemory, weightBytes } from "./memory-estimate.ts";

/** What is known of a run before it is opened. */
export interface Earlier {
  /** Whether the run has begun; default false. */
  readonly resumed?: boolean;
  /** What it was trained on. */
  readonly known?: RunData;
  /** The threads that it has computed with. */
  readonly threads?: number | undefined;
}

/** Everything that is opened before the first step. */
export interface Prepared {
  readonly dataset: ImageDataset;
  readonly runtime: Runtime;
  /** The images in the order of the run's seed, from the start or from a checkpoint's position. */
  batches(from?: BatchSourceState): BatchSource;
}

/**
 * Opens the data set and checks the device.
 *
 * @param stop asked while images are decoded; a reason aborts with an error.
 * @param earlier what is known of the run; omitted for a forecast.
 * @throws EvenkeelError if the data, the device or the model's sizes do not match the plan.
 */
export async function prepare(
  { settings, model, data, warnings }: RunPlan,
  report: Report,
  stop: Stop,
  { resumed = false, known, threads }: Earlier = {},
): Promise<Prepared> {
  for (const text of warnings) report({ type: "warning", text });
  report({ type: "phase", text: `opening the data set ${data.name}` });
  const abort = new AbortController();
  const working: DataCallbacks = {
    signal: abort.signal,
    onProgress(progress) {
      report({ type: "data", progress });
      if (stop() !== undefined) abort.abort();
    },
  };
  const dataset = await data.open({
    ...working,
    ...(known && { onFiles: (files) => known.identify(files, working) }),
    onBroken({ file, reason }, count) {
      if (!worthTelling(count)) return;
      const so = count === 1 ? "" : ` (${count} such files so far)`;
      const text = `${file} cannot be read: ${reason}; another image of its class replaces it${so}`;
      report({ type: "warning", text: escapeControls(text) });
    },
  });
  for (const text of requireFit(dataset, model, resumed)) report({ type: "warning", text });
  for (const text of dataset.notes) report({ type: "note", text });
  const engine = nodeEngine({
    device: settings.device,
    threads: settings.threads > 0 ? settings.threads : threadsToResume(threads),
  });
  expectRoomFor(model, engine);
  report({ type: "phase", text: `checking ${engine.description}` });
  await selfCheck(engine);
  // of another number of images there is another order, which begins
  const orderOf = (from: BatchSourceState) =>
    from.count === dataset.count ? from : { ...from, count: dataset.count, position: 0 };
  const { batchSize } = model.definition;
  const { seed, flip } = settings;
  return {
    dataset,
    runtime: createRuntime(engine, (text) => report({ type: "note", text })),
    batches(from) {
      const source =
        from === undefined
          ? batchSource(dataset, { batchSize, stream: randomStream(seed, "shuffle") })
          : restoreBatchSource(dataset, { batchSize }, known?.hasOther() ? orderOf(from) : from);
      return flip ? withFlips(source, dataset, seed, from) : source;
    },
  };
}

/**
 * As many threads as a run has had, as the last digits of its numbers depend on them; where this machine has
 * not as many cores, 0, one for each.
 */
function threadsToResume(before = 0): number {
  return before <= availableParallelism() ? before : 0;
}

/** The estimate is good to 15 % for small networks; it refuses what is far beyond. */
const CERTAIN = 1.5;

/** Refuses networks and batches that are far too large for the memory; on a GPU, weights alone. */
function expectRoomFor(model: GanModel, { device }: Engine): void {
  const estimate = device === "cpu" ? estimateMemory(model) / CERTAIN : 3 * weightBytes(model);
  expectMemory({
    where: "model",
    what: "a training step",
    bytes: estimate,
    advice:
      "A smaller batchSize, model.generatorChannels, model.discriminatorChannels, model.latentSize or data.size takes less.",
  });
}

/** Whether to report a broken file: the first three, then the 10th, the 100th, … */
function worthTelling(count: number): boolean {
  return count <= 3 || Number.isInteger(Math.log10(count));
}
