/**
 * Carries out one protocol: computes the metrics and records the results with everything they depend on.
 */
import { type ImageContent, imageContents } from "../images/index.ts";
import { type FeatureExtractor, unfitFor } from "../metrics/extractors/index.ts";
import {
  type ComputeOptions,
  type MetricInputs,
  type MetricName,
  type MetricPicture,
  type MetricResult,
  metrics,
  recordedKey,
} from "../metrics/index.ts";
import type { Protocol } from "../metrics/protocols/index.ts";
import { type ImageGrid, imageGrid } from "../plots/images/index.ts";
import { randomStream } from "../random.ts";
import { versions } from "../runs/folder/index.ts";
import type { GeneratedFeatures } from "./generated.ts";
import { inputsUnder } from "./inputs.ts";
import type { EvaluationOptions } from "./options.ts";
import type { Plan } from "./plan.ts";
import { type ReferenceImages, shownBy } from "./reference/index.ts";
import { type DrawnPicture, type EvaluationRecord, protocolHash } from "./results/index.ts";
import { sizeWarnings } from "./subject/index.ts";

/** The results under one protocol. */
export interface Evaluation {
  /** The protocol as carried out. */
  readonly protocol: Protocol;
  readonly records: readonly EvaluationRecord[];
  /** The pictures that metrics provide in addition to their numbers. */
  readonly pictures: readonly DrawnPicture[];
}

/** Measures a subject under one protocol. */
export async function carryOut(
  plan: Plan,
  extractor: FeatureExtractor,
  generated: GeneratedFeatures,
  options: EvaluationOptions,
): Promise<Evaluation> {
  const { protocol } = plan;
  const { settings } = protocol;
  const begun = performance.now();
  const compute = (task: string): ComputeOptions => ({
    engine: options.engine,
    onProgress: (share) =>
      options.onProgress?.({ task, done: Math.round(100 * share), total: 100, unit: "%" }),
  });
  const inputsOf = inputsUnder({ plan, extractor, generated, options, compute });
  const records: Omit<EvaluationRecord, "seconds">[] = [];
  const shown: { readonly metric: MetricName; readonly picture: MetricPicture }[] = [];
  for (const metric of options.metrics) {
    const inputs = await inputsOf(metric);
    const results = await metrics[metric].compute(inputs as MetricInputs, {
      ...compute(metric),
      settings,
      stream: randomStream(settings.seed, `evaluation/${metric}`),
      onPicture(picture) {
        shown.push({ metric, picture });
      },
    });
    const reference = inputs.real ?? inputs.heldOut ?? inputs.training;
    const comparesReal = inputs.real !== undefined;
    const doubts = [
      ...(inputs.features || inputs.scores
        ? unfitFor(extractor, shownIn(options), Math.max(...options.subject.about.shape.slice(1)))
        : []),
      ...(inputs.labels ? (plan.classes?.warnings ?? []) : []),
    ];
    for (const result of results) {
      records.push(recordOf(result, { plan, extractor, options, reference, comparesReal, doubts }));
    }
  }
  const seconds = (performance.now() - begun) / 1000;
  const pictures: DrawnPicture[] = [];
  for (const { metric, picture } of shown) pictures.push({ metric, grid: await gridOf(picture) });
  return { protocol, records: records.map((record) => ({ ...record, seconds })), pictures };
}

/** What a result was computed from. */
interface Obtained {
  readonly plan: Plan;
  readonly extractor: FeatureExtractor;
  readonly options: EvaluationOptions;
  /** The real images that the metric compares with, if any. */
  readonly reference: ReferenceImages | undefined;
  /** Whether those are the ones that the protocol names. */
  readonly comparesReal: boolean;
  /** Doubts about what the metric is computed from, one sentence each. */
  readonly doubts: readonly string[];
}

/** The record of a result with its circumstances. */
function recordOf(
  { metric, ...result }: MetricResult,
  { plan: { protocol, warnings }, extractor, options, reference, comparesReal, doubts }: Obtained,
): Omit<EvaluationRecord, "seconds"> {
  const { gStep = null, dStep = null, images = null } = options.subject.counters ?? {};
  const { name, sha256, dimension, classes, input, madeFor } = extractor;
  const { about } = options.subject;
  const [, , side] = about.shape;
  const ofReal =
    reference === undefined
      ? []
      : [
          ...(comparesReal ? warnings.real : []),
          ...reference.warnings,
          ...sizeWarnings("real", reference.about.sizes, side),
        ];
  const ofGenerated = [...warnings.generated, ...sizeWarnings("generated", about.sizes, side)];
  return {
    gStep,
    dStep,
    images,
    ...result,
    metric: recordedKey(metric, name),
    warnings: [...ofGenerated, ...ofReal, ...doubts, ...result.warnings],
    protocol,
    protocolHash: protocolHash(protocol.settings),
    extractor: {
      ...{ name, sha256, dimension, classes, size: input.size, resizer: input.resizer },
      ...(madeFor && { madeFor: imageContents[madeFor.images].text }),
    },
    subject: about,
    reference: reference?.about ?? null,
    seed: protocol.settings.seed,
    versions: { evenkeel: versions().evenkeel, engine: options.engine.description },
    measuredAt: new Date().toISOString(),
  };
}

/** What the images show: the real ones, else those that the generator was trained on. */
function shownIn({ reference, subject: { data } }: EvaluationOptions): ImageContent | undefined {
  return reference === undefined ? data && shownBy(data.name) : reference.shows;
}

/** Draws a table of images; small images are enlarged. */
function gridOf({ images: { data, shape }, rows, columns }: MetricPicture): Promise<ImageGrid> {
  const upscale = Math.max(1, Math.round(64 / shape[1]));
  return imageGrid({ data, shape: [rows * columns, ...shape] }, { rows, columns, upscale });
}
