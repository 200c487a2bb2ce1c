/** Measures generated images under one or several protocols. */
import {
  type ComputeOptions,
  type FeatureExtractor,
  type KnownMixture,
  modeCoverage,
  type Protocol,
} from "../metrics/index.ts";
import type { ImageGrid } from "../plots/image-grid.ts";
import { type GeneratedFeatures, generatedFeatures } from "./generated.ts";
import { type MeasuredFrom, makeRecord } from "./make-record.ts";
import { comparing, measure } from "./measure.ts";
import { neighboursOf } from "./neighbours-of.ts";
import type { EvaluationOptions } from "./options.ts";
import { type Plan, planFor } from "./plan.ts";
import type { EvaluationRecord } from "./record.ts";
import { realFeatures } from "./reference.ts";

/** What came of one protocol. */
export interface Evaluation {
  /** As it was really carried out. */
  readonly protocol: Protocol;
  readonly records: readonly EvaluationRecord[];
  /** Of `neighbours`: generated images beside the nearest training images. */
  readonly picture: ImageGrid | undefined;
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
      const planned = group.map(({ protocol, need }) => [protocol, need] as const);
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
  const { protocol, reference, need } = plan;
  const { metrics, mixture, onProgress } = options;
  const begun = performance.now();
  const { count } = protocol.settings.fake;
  const fake = await generated.get(protocol, { ...need, features: Math.min(need.features, count) });
  const compute = (task: string): ComputeOptions => ({
    engine: options.engine,
    onProgress: (share) =>
      onProgress?.({ task, done: Math.round(100 * share), total: 100, unit: "%" }),
  });
  const real =
    reference &&
    (await realFeatures(reference, protocol.settings.real.count, protocol.settings.seed, {
      ...options,
      extractor,
      compute: compute("statistics of real images"),
    }));
  const compared = reference && real && { reference, digest: real.digest };
  const measured: MeasuredFrom[] = [];
  let picture: ImageGrid | undefined;
  for (const metric of metrics) {
    if (metric === "modes") measured.push(...modes(fake.features.data as Float32Array, mixture));
    else if (metric === "neighbours") {
      const check = await neighboursOf(await generated.get(protocol, need), extractor, protocol, {
        ...options,
        compute: compute("nearest neighbours"),
      });
      measured.push({ ...check.measured, used: check.used });
      picture = check.picture;
    } else {
      const sides = { protocol, extractor, fake, real, compute: compute(metric) };
      const used = comparing.includes(metric) ? compared : undefined;
      measured.push(...(await measure(metric, sides)).map((one) => ({ ...one, used })));
    }
  }
  const seconds = (performance.now() - begun) / 1000;
  const records = measured.map((one) => makeRecord(one, plan, extractor, options, seconds));
  return { protocol, records, picture };
}

function modes(points: Float32Array, mixture: KnownMixture | undefined): MeasuredFrom[] {
  if (mixture === undefined) throw new Error("internal: no mixture for modes");
  const { covered, modes: total, highQuality, divergence } = modeCoverage(points, mixture);
  const counts = { real: 0, fake: points.length / 2 };
  const shared = { spread: null, warnings: [], counts, used: undefined };
  return [
    { key: "modes-covered", value: covered, details: { modes: total, divergence }, ...shared },
    { key: "high-quality", value: highQuality, details: {}, ...shared },
  ];
}
