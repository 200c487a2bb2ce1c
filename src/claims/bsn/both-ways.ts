/** The same raw weights, divided by either spectral norm. */
import { analyze } from "../../analysis/index.ts";
import { exactSpectralNorm, operatorNorm } from "../../analysis/weights/index.ts";
import { assembleModel, readResolvedConfig } from "../../config/index.ts";
import { openDataset } from "../../data/index.ts";
import { firstImages } from "../../evaluation/analysis/index.ts";
import { datasetSource } from "../../evaluation/subject/index.ts";
import { stateNames } from "../../gan/index.ts";
import { runFiles } from "../../runs/folder/index.ts";
import { drawImages, openTrained, sampleNoise } from "../../runs/trained/index.ts";
import type { HostTensor } from "../../runtime/index.ts";
import type { TrialRun } from "../claim.ts";
import { onProcessor } from "../on-processor.ts";

/** A layer under SN, and under SN of the operator. */
export interface BothWays {
  readonly layer: string;
  readonly isConvolution: boolean;
  /** The operator's spectral norm over that of the reshaped weight. */
  readonly norms: number;
  /** Times the fan-in: the share of LeCun's. */
  readonly variance: readonly [plain: number, operator: number];
  /** ‖∇_W D(x)‖ in the mean over images. */
  readonly gradient: readonly [plain: number, operator: number];
}

/** Images of either kind. */
const IMAGES = 8;

/** Every layer of a run's discriminator at a step, its raw weight divided by either norm. */
export async function normalizedBothWays(
  run: TrialRun,
  step: number,
): Promise<readonly BothWays[]> {
  const trained = await openTrained(run.folder, step);
  const config = await readResolvedConfig(runFiles(run.folder).config, [
    ["discriminator.reparametrization", { name: "none" }],
  ]);
  const model = assembleModel(config);
  const { definition } = trained.model;
  const dataset = await openDataset(trained.config.data);
  const real = await firstImages(datasetSource(dataset), IMAGES, run.seed, false);
  const noise = sampleNoise(run.seed, IMAGES, definition);
  const fake = { images: await drawImages(trained, noise, { device: "cpu" }) };
  const weights = model.discriminator.parameters.filter(({ role }) => role === "weight");
  const norms = await onProcessor(async (runtime) => {
    const found: (readonly [plain: number, operator: number])[] = [];
    for (const { name, convolution } of weights) {
      const raw = trained.tensors[stateNames.of("discriminator", name)]!;
      const plain = exactSpectralNorm(raw, 0);
      const operator = convolution && (await operatorNorm(runtime, raw, convolution)).sigma;
      found.push([plain, operator ?? plain]);
    }
    return found;
  });
  const analyses = [];
  for (const way of [0, 1] as const) {
    const tensors: Record<string, HostTensor> = { ...trained.tensors };
    for (const [i, { name }] of weights.entries()) {
      const key = stateNames.of("discriminator", name);
      const { shape, data } = tensors[key]!;
      const norm = norms[i]![way];
      tensors[key] = { shape, data: Float32Array.from(data as Float32Array, (w) => w / norm) };
    }
    analyses.push(await onProcessor((runtime) => analyze({ runtime, model, tensors, real, fake })));
  }
  const [plain, operator] = analyses;
  return plain!.layers.map((one, i) => {
    const other = operator!.layers[i]!;
    const [by, byOperator] = norms[i]!;
    return {
      layer: one.layer,
      isConvolution: one.shape.length === 4,
      norms: byOperator / by,
      variance: [one.variance.variance * one.fanIn, other.variance.variance * other.fanIn],
      gradient: [one.outputGradient.mean, other.outputGradient.mean],
    };
  });
}
