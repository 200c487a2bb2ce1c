/** The inputs of metrics for a subject under a protocol. */
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
import { type ReferenceImages, referenceImages } from "./reference/index.ts";
import { type Collected, datasetSource, pixelsOf, type Subject } from "./subject/index.ts";

/** The maximum number of bytes of training images. */
const MOST_BYTES = 2 ** 30;

/** The inputs of one metric: exactly those that it needs. */
export type GivenInputs = Partial<MetricInputs> & {
  readonly real?: ReferenceImages;
  readonly training?: ReferenceImages;
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
    real: once(() => openReal(source)),
    training: once(() => openTraining(source)),
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
    if (logits !== null) return { rows: logits, from: "logits", extractor: extractor.name };
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
  pixels: ({ plan, options }, { features }) =>
    pixelsOf(options.subject.source, features.rows, plan.protocol.settings.seed),
  real: ({ real }) => real(),
  training: ({ training }) => training(),
  mixture({ options: { mixture } }) {
    if (mixture === undefined) throw internal("there is no mixture");
    return mixture;
  },
};

function openReal(source: InputSource): Promise<ReferenceImages> {
  const { reference, protocol } = source.plan;
  if (reference === undefined) throw internal("no real images were opened");
  const { real, seed } = protocol.settings;
  return referenceImages(reference, real.count, seed, realOptions(source));
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
  return referenceImages(training, count, seed, realOptions(source));
}

const realOptions = ({ extractor, options, compute }: InputSource) => ({
  ...options,
  extractor,
  compute: compute("statistics of real images"),
});
