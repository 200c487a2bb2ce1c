/** Measures generated images under one or several protocols. */
import type { FeatureExtractor } from "../metrics/extractors/index.ts";
import {
  type ComputeOptions,
  type MetricInputs,
  type MetricName,
  type MetricPicture,
  type MetricResult,
  metrics,
} from "../metrics/index.ts";
import type { Protocol } from "../metrics/protocols/index.ts";
import { type ImageGrid, imageGrid } from "../plots/image-grid.ts";
import { randomStream } from "../random.ts";
import { recordOf } from "./compose.ts";
import { type GeneratedFeatures, generatedFeatures } from "./generated.ts";
import { inputsUnder, needOf } from "./inputs.ts";
import type { EvaluationOptions } from "./options.ts";
import { type Plan, planFor } from "./plan.ts";
import type { ReferenceImages } from "./reference/index.ts";
import type { EvaluationRecord } from "./results/index.ts";

/** What came of one protocol. */
export interface Evaluation {
  /** As it was really carried out. */
  readonly protocol: Protocol;
  readonly records: readonly EvaluationRecord[];
  /** What a metric shows beside its numbers. */
  readonly picture: { readonly metric: MetricName; readonly grid: ImageGrid } | undefined;
}

/**
 * Measures a subject under each protocol. Where there are fewer images than a protocol names, it is carried
 * out with those there are, as `custom (from …)`, and the records say so.
 *
 * @returns an evaluation for each protocol, in their order.
 * @throws EvenkeelError `USAGE` for metrics that cannot be measured here, or when it is stopped; `DATA` for
 *   images that are missing, broken or of another shape than the real ones.
 */
export async function evaluate(options: EvaluationOptions): Promise<readonly Evaluation[]> {
  const { protocols, openExtractor } = options;
  const plans: Plan[] = [];
  for (const protocol of protocols) plans.push(await planFor(protocol, options));
  const keyOf = ({ protocol }: Plan) => JSON.stringify(protocol.settings.features);
  const done = new Map<Plan, Evaluation>();
  for (const key of new Set(plans.map(keyOf))) {
    const group = plans.filter((plan) => keyOf(plan) === key);
    const extractor = await openExtractor(group[0]!.protocol.settings.features);
    try {
      const planned = group.flatMap(({ protocol }) =>
        options.metrics.map(
          (metric) => [protocol, needOf(metric, protocol.settings, options.subject)] as const,
        ),
      );
      const generated = generatedFeatures(options.subject.source, extractor, planned, options);
      for (const plan of group) {
        done.set(plan, await carryOut(plan, extractor, generated, options));
      }
    } finally {
      await extractor.release();
    }
  }
  return plans.map((plan) => done.get(plan)!);
}

async function carryOut(
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
  const measured: (readonly [MetricResult, ReferenceImages | undefined])[] = [];
  let shown: { readonly metric: MetricName; readonly picture: MetricPicture } | undefined;
  for (const metric of options.metrics) {
    const inputs = await inputsOf(metric);
    const results = await metrics[metric].compute(inputs as MetricInputs, {
      ...compute(metric),
      settings,
      stream: randomStream(settings.seed, `evaluation/${metric}`),
      onPicture(picture) {
        shown = { metric, picture };
      },
    });
    const reference = inputs.real ?? inputs.training;
    measured.push(...results.map((result) => [result, reference] as const));
  }
  const seconds = (performance.now() - begun) / 1000;
  const records = measured.map(([result, reference]) =>
    recordOf(result, { plan, extractor, options, reference, seconds }),
  );
  const picture = shown && { metric: shown.metric, grid: await gridOf(shown.picture) };
  return { protocol, records, picture };
}

/** A table of images as a picture, small ones enlarged. */
function gridOf({ images: { data, shape }, rows, columns }: MetricPicture): Promise<ImageGrid> {
  const upscale = Math.max(1, Math.round(64 / shape[1]));
  return imageGrid({ data, shape: [rows * columns, ...shape] }, { rows, columns, upscale });
}
