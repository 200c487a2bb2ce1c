/** The inputs of metrics for a subject under a protocol. */
import { mirrored } from "../data/dataset/index.ts";
import { internal, refusal } from "../errors.ts";
import type { FeatureExtractor } from "../metrics/extractors/index.ts";
import {
  type ComputeOptions,
  type MetricInput,
  type MetricInputs,
  type MetricName,
  metrics,
} from "../metrics/index.ts";
import type { ProtocolSettings } from "../metrics/protocols/index.ts";
import type { GeneratedFeatures, Need } from "./generated.ts";
import { once } from "./once.ts";
import type { EvaluationOptions } from "./options.ts";
import { checkShapes, type Plan } from "./plan.ts";
import { type OpenReference, type ReferenceImages, referenceImages } from "./reference/index.ts";
import { type Collected, datasetSource, type Subject } from "./subject/index.ts";

/** The maximum number of bytes of training images. */
const MOST_BYTES = 2 ** 30;

/** The inputs of one metric: exactly those that it needs. */
export type GivenInputs = Partial<MetricInputs> & {
  readonly real?: ReferenceImages;
  readonly training?: ReferenceImages;
  readonly heldOut?: ReferenceImages;
};

/** The number of generated images that a metric uses under a protocol, limited by what the subject has. */
export function needOf(
  name: MetricName,
  settings: ProtocolSettings,
  { source: { count } }: Subject,
): Need {
  const metric = metrics[name];
  const wanted = metric.images?.(settings) ?? settings.fake.count;
  const images = Math.min(wanted, count ?? Number.POSITIVE_INFINITY);
  const takes = (...inputs: readonly MetricInput[]) =>
    metric.needs.some((input) => inputs.includes(input));
  return {
    features: takes("features", "labels", "pixels") ? images : 0,
    logits: takes("scores") ? images : 0,
    pixels: takes("pixels") ? images : 0,
  };
}

/** The sources of inputs. */
export interface InputSource {
  readonly plan: Plan;
  readonly extractor: FeatureExtractor;
  readonly generated: GeneratedFeatures;
  readonly options: EvaluationOptions;
  /** The options of computing a part of the work, by its name. */
  readonly compute: (task: string) => ComputeOptions;
}

/**
 * Provides each metric with the inputs that it needs; all metrics of a protocol share the real images.
 *
 * @throws EvenkeelError when inputs are requested: `USAGE` if class scores or classes are not available;
 *   `DATA` for images that cannot be read, or training images of a different shape.
 */
export function inputsUnder(source: InputSource): (metric: MetricName) => Promise<GivenInputs> {
  const { plan, generated, options } = source;
  const { protocol } = plan;
  const sides = {
    ...source,
    real: once(() => openPart(source, source.plan.reference)),
    training: once(() => openTraining(source)),
    heldOut: once(() => openPart(source, source.plan.heldOut)),
  };
  return async (name) => {
    const need = needOf(name, protocol.settings, options.subject);
    const collected = await generated.get(protocol, need);
    const inputs: Partial<Record<MetricInput, unknown>> = {};
    for (const input of metrics[name].needs) {
      inputs[input] = await providers[input](sides, collected, name);
    }
    return inputs as GivenInputs;
  };
}

type Given = Required<GivenInputs>;

interface Sides extends InputSource {
  readonly real: () => Promise<ReferenceImages>;
  readonly training: () => Promise<ReferenceImages>;
  readonly heldOut: () => Promise<ReferenceImages>;
}

/** How each input is computed. */
const providers: {
  readonly [Input in MetricInput]: (
    sides: Sides,
    collected: Collected,
    metric: MetricName,
  ) => Given[Input] | Promise<Given[Input]>;
} = {
  features: (_, { features }) => features,
  scores({ extractor }, { logits }, metric) {
    if (logits !== null) {
      const { name, classNames } = extractor;
      return { rows: logits, from: "logits", extractor: name, names: classNames };
    }
    throw refusal("USAGE", {
      where: "evaluate",
      rule: `${metric} needs class scores, which the extractor ${extractor.name} does not have`,
      advice: `Omit ${metric} from --metrics, or name another extractor with --features.`,
    });
  },
  async labels({ real, plan: { classes } }, { labels }) {
    if (labels === undefined || classes === undefined) throw internal("the classes are unknown");
    const { places, names } = classes;
    return {
      generated: labels.map((label) => places[label]!),
      real: (await real()).labels,
      names,
    };
  },
  pixels: (_, { pixels }) => pixels,
  real: ({ real }) => real(),
  training: ({ training }) => training(),
  heldOut: ({ heldOut }) => heldOut(),
  mixture({ options: { mixture } }) {
    if (mixture === undefined) throw internal("there is no mixture");
    return mixture;
  },
};

/** As many images of an opened part as the protocol takes of real ones. */
function openPart(source: InputSource, part: OpenReference | undefined): Promise<ReferenceImages> {
  if (part === undefined) throw internal("no real images were opened");
  const { real, seed } = source.plan.protocol.settings;
  const count = Math.min(real.count, part.dataset.count);
  return referenceImages(part, count, seed, realOptions(source));
}

/** All training images, or as many of them as fit into a gibibyte. */
async function openTraining(source: InputSource): Promise<ReferenceImages> {
  const { plan, options } = source;
  if (options.reference === undefined) throw internal("there are no real images");
  const { real, seed } = plan.protocol.settings;
  const training = await options.reference.open("training", real.count);
  checkShapes(options.subject, training);
  const { shape } = datasetSource(training.dataset);
  const most = Math.floor(MOST_BYTES / shape.reduce((product, side) => product * side, 1));
  const count = Math.min(training.dataset.count, most);
  const images = await referenceImages(training, count, seed, realOptions(source));
  if (options.subject.flips !== true) return images;
  const turned = { ...training, dataset: mirrored(training.dataset), isMirrored: true };
  return {
    ...images,
    mirrored: () => referenceImages(turned, count, seed, realOptions(source)),
  };
}

const realOptions = ({ extractor, options, compute }: InputSource) => ({
  ...options,
  extractor,
  compute: compute("statistics of real images"),
});
