/** Measures generated images under one or several protocols. */
import { EvenkeelError } from "../../errors.ts";
import {
  type ComputeOptions,
  customProtocol,
  type FeatureExtractor,
  type KnownMixture,
  type MetricName,
  modeCoverage,
  type Protocol,
  recordedKey,
  resultKinds,
} from "../../metrics/index.ts";
import type { Engine } from "../../runtime/index.ts";
import type { ImageGrid } from "../image-grid.ts";
import { versions } from "../provenance.ts";
import type { EvaluationCallbacks } from "./collect.ts";
import { type GeneratedFeatures, generatedFeatures, type Need } from "./generated.ts";
import { comparing, type Measured, measure } from "./measure.ts";
import { QUERIES } from "./neighbours.ts";
import { neighboursOf } from "./neighbours-of.ts";
import { type EvaluationRecord, protocolHash } from "./record.ts";
import {
  type OpenReference,
  type RealFeatures,
  type ReferenceData,
  realFeatures,
} from "./reference.ts";
import type { ReferenceCache } from "./reference-cache.ts";
import type { Subject } from "./subject.ts";

/** What to measure, with what. */
export interface EvaluationOptions extends EvaluationCallbacks {
  readonly subject: Subject;
  readonly protocols: readonly Protocol[];
  readonly metrics: readonly MetricName[];
  /** Real images; `undefined`: metrics that compare with them are refused. */
  readonly reference: ReferenceData | undefined;
  /** Opens what a protocol names; asked once for each that is named. */
  readonly openExtractor: (features: Protocol["settings"]["features"]) => Promise<FeatureExtractor>;
  readonly cache: ReferenceCache;
  /** As in {@link realFeatures}. */
  readonly memory?: Map<string, Promise<RealFeatures>> | undefined;
  /** Where the large products of the arithmetic run. */
  readonly engine: Engine;
  /** The Gaussians that points should come from, for `modes`. */
  readonly mixture?: KnownMixture | undefined;
}

/** What came of one protocol. */
export interface Evaluation {
  /** As it was really carried out. */
  readonly protocol: Protocol;
  readonly records: readonly EvaluationRecord[];
  /** Of `neighbours`: generated images beside the nearest training images. */
  readonly picture: ImageGrid | undefined;
}

/** A protocol fitted to the images that there are. */
interface Plan {
  readonly protocol: Protocol;
  readonly reference: OpenReference | undefined;
  readonly need: Need;
  readonly warnings: readonly string[];
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

async function planFor(
  wanted: Protocol,
  { subject, reference, metrics, mixture }: EvaluationOptions,
): Promise<Plan> {
  if (metrics.includes("modes") && mixture === undefined) {
    throw new EvenkeelError(
      "USAGE",
      "evaluate: modes needs points of a known mixture, which these are not",
      { advice: "It is for generators trained on the sets ring and grid." },
    );
  }
  const { source } = subject;
  const compares = metrics.filter((metric) => comparing.includes(metric));
  if (compares.length > 0 && reference === undefined) {
    throw new EvenkeelError(
      "USAGE",
      `evaluate: ${compares.join(", ")} must be given real images to compare with, got none`,
      { advice: "Name a data set or a folder with --against, or take --metrics is." },
    );
  }
  const { real, fake, inceptionScore } = wanted.settings;
  const opened = compares.length > 0 ? await reference?.open(real.split, real.count) : undefined;
  if (opened !== undefined) checkShapes(subject, opened);
  const available = source.count ?? Number.POSITIVE_INFINITY;
  const scored = metrics.includes("is") ? inceptionScore.count : 0;
  const protocol = customProtocol(wanted, {
    realCount: Math.min(real.count, opened?.dataset.count ?? real.count),
    fakeCount: Math.min(fake.count, available),
    scoredCount: scored > available ? available : inceptionScore.count,
  });
  const sides = [
    ["real", real.count, protocol.settings.real.count],
    ["generated", Math.max(fake.count, scored), available],
  ] as const;
  const warnings = sides
    .filter(([, asked, there]) => there < asked)
    .map(
      ([kind, asked, there]) => `the protocol wants ${asked} ${kind} images, there are ${there}`,
    );
  const split = subject.data?.split ?? "train";
  if (opened?.split === "test" && split !== "train") {
    warnings.push("the generator was trained on these test images as well");
  }
  const compared = metrics.some((metric) => metric !== "is" && metric !== "neighbours");
  return {
    protocol,
    reference: opened,
    need: {
      features: Math.max(
        compared ? protocol.settings.fake.count : 0,
        metrics.includes("neighbours") ? Math.min(QUERIES, source.count ?? QUERIES) : 0,
      ),
      logits: metrics.includes("is") ? protocol.settings.inceptionScore.count : 0,
    },
    warnings,
  };
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
  const fake = await generated.get(protocol, need);
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
  const measured: Measured[] = [];
  let picture: ImageGrid | undefined;
  for (const metric of metrics) {
    if (metric === "modes") measured.push(...modes(fake.features.data as Float32Array, mixture));
    else if (metric === "neighbours") {
      const check = await neighboursOf(fake, extractor, protocol, {
        ...options,
        compute: compute("nearest neighbours"),
      });
      measured.push(check.measured);
      picture = check.picture;
    } else {
      const sides = { protocol, extractor, fake, real, compute: compute(metric) };
      measured.push(...(await measure(metric, sides)));
    }
  }
  const seconds = (performance.now() - begun) / 1000;
  const records = measured.map((one) => record(one, plan, extractor, real, options, seconds));
  return { protocol, records, picture };
}

function modes(points: Float32Array, mixture: KnownMixture | undefined): Measured[] {
  if (mixture === undefined) throw new Error("internal: no mixture for modes");
  const { covered, modes: total, highQuality, divergence } = modeCoverage(points, mixture);
  const shared = { spread: null, warnings: [], counts: { real: 0, fake: points.length / 2 } };
  return [
    { key: "modes-covered", value: covered, details: { modes: total, divergence }, ...shared },
    { key: "high-quality", value: highQuality, details: {}, ...shared },
  ];
}

function record(
  { key, ...measured }: Measured,
  { protocol, reference, warnings }: Plan,
  extractor: FeatureExtractor,
  real: RealFeatures | undefined,
  { subject, engine }: EvaluationOptions,
  seconds: number,
): EvaluationRecord {
  const { gStep = null, dStep = null, images = null } = subject.counters ?? {};
  const { name, sha256, dimension, classes, input } = extractor;
  const looksAtReal = comparing.includes(resultKinds[key].metric);
  return {
    gStep,
    dStep,
    images,
    ...measured,
    metric: recordedKey(key, extractor.name),
    warnings: [...warnings, ...measured.warnings],
    protocol,
    protocolHash: protocolHash(protocol.settings),
    extractor: { name, sha256, dimension, classes, size: input.size, resizer: input.resizer },
    subject: subject.about,
    reference:
      looksAtReal && reference !== undefined && real !== undefined
        ? {
            name: reference.dataset.name,
            source: reference.dataset.source,
            split: reference.split,
            available: reference.dataset.count,
            digest: real.digest,
          }
        : null,
    seed: protocol.settings.seed,
    versions: { evenkeel: versions().evenkeel, engine: engine.description },
    measuredAt: new Date().toISOString(),
    seconds,
  };
}

function checkShapes({ source, about }: Subject, { dataset }: OpenReference): void {
  const real = [dataset.channels, dataset.height, dataset.width];
  if (real.join() === source.shape.join()) return;
  throw new EvenkeelError(
    "DATA",
    `evaluate: the real images must have the generated ones' shape [${source.shape.join(", ")}], got [${real.join(", ")}] of ${dataset.name}`,
    { advice: `Compare ${about.path} with images of its own size: --against.` },
  );
}
