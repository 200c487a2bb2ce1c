/** The instruments of a run: measurements of its networks during training. */
import { type Columns, type Instruments, openInstruments } from "../../analysis/health/index.ts";
import { type AnalyzedImages, analyze, repeated } from "../../analysis/index.ts";
import type { RunSettings } from "../../config/index.ts";
import { firstImages } from "../../evaluation/analysis/index.ts";
import { datasetSource } from "../../evaluation/subject/index.ts";
import type { Trainer } from "../../gan/index.ts";
import { drawLatent } from "../../gan/latent/index.ts";
import { randomStream } from "../../random.ts";
import { sampleLabels } from "../../runs/trained/index.ts";
import { createRuntime } from "../../runtime/index.ts";
import { nodeEngine } from "../../runtime/node.ts";
import type { RunPlan } from "../plan/plan.ts";
import type { Prepared } from "../preparation/prepare.ts";
import { openRunResemblance } from "./resemblance.ts";

/** The instruments of a run and the time they take. */
export interface RunInstruments {
  /** The columns at the trainer's current step: the default ones, and the exact ones when they are due. */
  measure(trainer: Trainer): Promise<Columns>;
  /** Seconds spent so far. */
  seconds(): number;
}

/**
 * Opens the instruments that the settings request; `undefined` if there are none. They use their own images
 * and noise, derived from the run's seed, and change nothing that training reads. A data set with fewer
 * images than they need is read repeatedly.
 *
 * @param spent seconds that earlier attempts spent on them.
 */
export async function openRunInstruments(
  { settings, model }: Pick<RunPlan, "settings" | "model">,
  { dataset, runtime }: Pick<Prepared, "dataset" | "runtime">,
  spent: number,
): Promise<RunInstruments | undefined> {
  const { every, images, spectraEvery } = settings.instruments;
  if (every === 0) return undefined;
  const { seed } = settings;
  const { imageType } = model.definition;
  let seconds = spent;
  const timed = async <T>(work: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    try {
      return await work();
    } finally {
      seconds += (performance.now() - start) / 1000;
    }
  };
  const source = datasetSource(dataset);
  const { instruments, real, resemblance } = await timed(async () => {
    const there = Math.min(images, dataset.count);
    const first = await firstImages(source, there, seed, imageType === "float32");
    const filled = repeated(first, there, images);
    const opened: Instruments = await openInstruments({
      runtime,
      model,
      real: filled,
      z: drawLatent(model.definition, randomStream(seed, "instruments"), images),
      labels: sampleLabels(model, images),
    });
    const resemblance = await openRunResemblance(settings, model, dataset);
    return { instruments: opened, real: filled, resemblance };
  });
  return {
    seconds: () => seconds,
    measure: (trainer) =>
      timed(async () => {
        const columns = { ...(await instruments.measure()), ...(await resemblance(trainer)) };
        const { gStep } = trainer.counters();
        if (spectraEvery === 0 || gStep % spectraEvery !== 0) return columns;
        return { ...columns, ...(await exactColumns(settings, trainer, real, images)) };
      }),
  };
}

/** The layer-by-layer results of `analyze` for the trainer's discriminator, computed on the CPU. */
async function exactColumns(
  { seed, threads }: Pick<RunSettings, "seed" | "threads">,
  trainer: Trainer,
  real: AnalyzedImages,
  n: number,
): Promise<Columns> {
  const { model } = trainer;
  const labels = sampleLabels(model, n);
  const noise = drawLatent(model.definition, randomStream(seed, "instruments"), n);
  const fake = { images: await trainer.sample(noise, labels), ...(labels && { labels }) };
  const { tensors } = await trainer.snapshot();
  const runtime = createRuntime(nodeEngine({ device: "cpu", threads }));
  try {
    const { layers, lipschitz, hessian, fisher } = await analyze({
      ...{ runtime, model, tensors, real, fake },
    });
    const columns: Record<string, number> = {};
    for (const { layer, sigma, effectiveRank, bound } of layers) {
      columns[`exactSigma/${layer}`] = sigma.effective;
      columns[`swappedSigma/${layer}`] = sigma.swapped;
      columns[`operatorSigma/${layer}`] = sigma.operator.sigma;
      columns[`rawSigma/${layer}`] = sigma.raw;
      columns[`effectiveRank/${layer}`] = effectiveRank;
      if (bound !== null) columns[`boundReached/${layer}`] = bound.reached;
    }
    if (lipschitz.product !== null) columns["lipschitz/product"] = lipschitz.product;
    columns["lipschitz/estimate"] = lipschitz.estimate;
    columns["hessian/norm"] = hessian.norm;
    columns["fisher/largest"] = fisher.largest;
    return columns;
  } finally {
    await runtime.release();
  }
}
