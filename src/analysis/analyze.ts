/** All instruments on one discriminator and one batch. */
import { EvenkeelError } from "../errors.ts";
import type { GanModel } from "../gan/index.ts";
import { sizeOf } from "../graph/index.ts";
import { asSeen } from "../images/index.ts";
import type { HostTensor, Runtime } from "../runtime/index.ts";
import { layerOf } from "../stabilizers/index.ts";
import type {
  ActivationAnalysis,
  Analysis,
  FisherAnalysis,
  HessianAnalysis,
  LayerAnalysis,
} from "./analysis.ts";
import {
  diversity,
  imageNorms,
  lipschitzEstimate,
  rangeOf,
  separation,
} from "./batch-statistics.ts";
import { type ChainBounds, chainBounds } from "./bounds/chain-bounds.ts";
import { hessianBound } from "./bounds/index.ts";
import { fisherLanczos } from "./mean-field/fisher.ts";
import { largestStableRate } from "./mean-field/index.ts";
import {
  fisherInformation,
  hessianProduct,
  imageGradients,
  judgement,
  lossGradients,
  weightsOf,
} from "./programs.ts";
import { type AnalyzedImages, type AnalyzedSubject, feedsOf, openSubject } from "./subject.ts";
import {
  type EigenvalueOptions,
  type LayerWeight,
  largestEigenvalue,
  measureWeight,
} from "./weights/index.ts";

/** What {@link analyze} takes. */
export interface AnalyzeOptions {
  /** What is needed of `tensors` is written to its state. */
  readonly runtime: Runtime;
  readonly model: GanModel;
  /** The state of the training, by name. */
  readonly tensors: Readonly<Record<string, HostTensor>>;
  /** n ≥ 2 real images. */
  readonly real: AnalyzedImages;
  /** As many generated ones. */
  readonly fake: AnalyzedImages;
  /** The layer to whose weight the Hessian is measured. Default the last one. */
  readonly hessianLayer?: string | undefined;
  readonly onProgress?: ((task: string, done: number, total: number) => void) | undefined;
}

/** How exactly the Hessian's norm is computed: float32 second derivatives allow for no more. */
const hessianAccuracy: EigenvalueOptions = { tolerance: 1e-4, rounds: 60 };

/**
 * Measures the discriminator at inference (running statistics where it has any): its weights, gradients,
 * activations and outputs, and the bounds that hold for them where it is a chain of layers.
 *
 * Costs: two passes over n images with the gradient to them, one over 2n with all gradients, 2n over single
 * images, at most 60 Hessian products and 100 of the Fisher information over 2n; for each weight of r rows and c ≥ r columns up to three
 * decompositions of about r²c + 10r³ operations, and at most 200 products with its convolution.
 *
 * @throws EvenkeelError `SHAPE` for batches that do not fit, `USAGE` for a layer that is not there,
 *   `ENGINE` when the engine fails.
 */
export async function analyze(options: AnalyzeOptions): Promise<Analysis> {
  const { runtime, model, tensors, real, fake, onProgress } = options;
  const hessianLayer = chosenLayer(model, options.hessianLayer);
  const subject = await openSubject(runtime, model, tensors, real, fake);
  const { n, batch, effective } = subject;

  const weights: LayerWeight[] = [];
  const specs = weightsOf(model);
  for (const [i, spec] of specs.entries()) {
    onProgress?.("singular values", i, specs.length);
    const [raw, used] = [subject.raw[spec.name]!, effective[spec.name]!];
    weights.push(await measureWeight(runtime, spec, raw, used));
  }
  onProgress?.("singular values", specs.length, specs.length);

  const judged = await judgeBatches(subject);
  const loss = await subject.using(lossGradients(model, n), (run) =>
    run(feedsOf(subject, 0, 2 * n)),
  );
  const gradients = await outputGradients(subject, onProgress);
  const bounds = chainBounds(model, weights, effective, imageNorms(batch.images, 2 * n));
  onProgress?.("Hessian", 0, 1);
  const hessian = await measureHessian(subject, hessianLayer, loss.curvature!, bounds);
  onProgress?.("Hessian", 1, 1);
  onProgress?.("Fisher information", 0, 1);
  const fisher = await measureFisher(subject);
  onProgress?.("Fisher information", 1, 1);

  const { output } = judged;
  const outputs = [...output.real, ...output.fake];
  const labels = model.definition.classes === undefined ? undefined : batch.labels;
  return {
    images: n,
    layers: weights.map((weight) => layerAnalysis(weight, loss, gradients, bounds)),
    activations: judged.activations,
    inputGradient: { real: rangeOf(judged.slope.real), fake: rangeOf(judged.slope.fake) },
    lipschitz: {
      product: bounds?.lipschitz ?? null,
      estimate: lipschitzEstimate(batch.images, outputs, labels),
    },
    hessian,
    fisher,
    loss: loss.loss![0]!,
    outputs: {
      ...separation(output.real, output.fake),
      real: rangeOf(output.real),
      fake: rangeOf(output.fake),
    },
    diversity: {
      real: diversity(asSeen(real.images, model.definition.imageShape), n),
      fake: diversity(asSeen(fake.images, model.definition.imageShape), n),
    },
  };
}

type Results = Readonly<Record<string, Float32Array>>;

/** The name of a layer's weight; of the last one if none is asked for. */
function chosenLayer(model: GanModel, layer: string | undefined): string {
  const names = weightsOf(model).map(({ name }) => name);
  const found = layer === undefined ? names.at(-1) : names.find((name) => layerOf(name) === layer);
  if (found !== undefined) return found;
  throw new EvenkeelError(
    "USAGE",
    `analyze: the Hessian's layer must be one of ${names.map(layerOf).join(", ")}, got ${layer}`,
  );
}

/** Outputs, slopes and activations on the real and on the generated images. */
async function judgeBatches(subject: AnalyzedSubject) {
  const { model, n } = subject;
  const { program, activations } = judgement(model, n);
  const [real, fake] = await subject.using(
    program,
    async (run): Promise<[Results, Results]> => [
      await run(feedsOf(subject, 0, n)),
      await run(feedsOf(subject, n, n)),
    ],
  );
  const statistics = (of: Results, i: number) => ({
    mean: of[`${i}/mean`]![0]!,
    variance: of[`${i}/variance`]![0]!,
    saturated: of[`${i}/saturated`]![0]!,
  });
  return {
    output: { real: real.output!, fake: fake.output! },
    slope: { real: real.slope!, fake: fake.slope! },
    activations: activations.map(
      ({ of, kind }, i): ActivationAnalysis => ({
        of,
        kind,
        real: statistics(real, i),
        fake: statistics(fake, i),
      }),
    ),
  };
}

/** ‖∇_W D(x)‖_F by layer, for each image of the batch. */
function outputGradients(subject: AnalyzedSubject, onProgress: AnalyzeOptions["onProgress"]) {
  const { model, n } = subject;
  const layers = weightsOf(model).map(({ name }) => layerOf(name));
  const norms = Object.fromEntries(layers.map((layer): [string, number[]] => [layer, []]));
  return subject.using(imageGradients(model), async (run) => {
    for (let i = 0; i < 2 * n; i++) {
      onProgress?.("gradients", i, 2 * n);
      const found = await run(feedsOf(subject, i, 1));
      for (const layer of layers) norms[layer]!.push(found[layer]![0]!);
    }
    onProgress?.("gradients", 2 * n, 2 * n);
    return norms;
  });
}

function layerAnalysis(
  weight: LayerWeight,
  loss: Results,
  gradients: Readonly<Record<string, readonly number[]>>,
  bounds: ChainBounds | undefined,
): LayerAnalysis {
  const { layer } = weight;
  const suffix = `/${layer}`;
  const measures = Object.entries(loss).flatMap(([name, [value]]) =>
    name.startsWith("measure/") && name.endsWith(suffix)
      ? [[name.slice("measure/".length, -suffix.length), value!] as const]
      : [],
  );
  const norms = gradients[layer]!;
  const share = (of: readonly number[]) => Math.max(...norms.map((norm, i) => norm / of[i]!));
  return {
    ...weight,
    measures: Object.fromEntries(measures),
    lossGradient: { raw: loss[`raw${suffix}`]![0]!, effective: loss[`effective${suffix}`]![0]! },
    outputGradient: rangeOf(norms),
    bound: bounds
      ? {
          mean: rangeOf(bounds.gradients[layer]!).mean,
          reached: share(bounds.gradients[layer]!),
          reachedIfUnit: share(bounds.unitGradients[layer]!),
        }
      : null,
  };
}

async function measureHessian(
  subject: AnalyzedSubject,
  parameter: string,
  curvatures: Float32Array,
  bounds: ChainBounds | undefined,
): Promise<HessianAnalysis> {
  const { model, n, effective } = subject;
  const layer = layerOf(parameter);
  const feeds = feedsOf(subject, 0, 2 * n);
  const { value, residual } = await subject.using(hessianProduct(model, n, parameter), (run) =>
    largestEigenvalue(
      async (v) => (await run({ ...feeds, v })).product!,
      sizeOf(effective[parameter]!.shape),
      hessianAccuracy,
    ),
  );
  return {
    layer,
    norm: Math.abs(value),
    residual,
    bound: bounds ? hessianBound(curvatures, bounds.gradients[layer]!) : null,
  };
}

async function measureFisher(subject: AnalyzedSubject): Promise<FisherAnalysis> {
  const { model, n } = subject;
  const feeds = feedsOf(subject, 0, 2 * n);
  const { value, residual } = await subject.using(fisherInformation(model, 2 * n), (run) =>
    fisherLanczos(run, feeds, 2 * n),
  );
  const stableRate = {
    plain: largestStableRate(value),
    momentum: largestStableRate(value, 0.9),
  };
  return { largest: value, residual, stableRate };
}
