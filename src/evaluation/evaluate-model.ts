/** Evaluates the generator of networks that were defined in a program. */
import type { ImageDataset } from "../data/index.ts";
import type { KnownMixture, MetricName } from "../metrics/index.ts";
import { customProtocol, type Protocol, type ProtocolChanges } from "../metrics/protocols/index.ts";
import { openSampler, type TrainedModel } from "../runs/trained/index.ts";
import { type NodeDevice, nodeEngine } from "../runtime/node.ts";
import { evaluate } from "./evaluate.ts";
import { extractorName, openExtractor } from "./extractors/index.ts";
import type { EvaluationCallbacks } from "./progress.ts";
import { defaultProtocol } from "./protocol/index.ts";
import { imagesReference, referenceCache } from "./reference/index.ts";
import { appendEvaluations, type EvaluationRecord } from "./results/index.ts";
import { BATCH, generatorSubject } from "./subject/index.ts";

/** Options of {@link evaluateModel}. */
export interface ModelEvaluation extends EvaluationCallbacks {
  /** Real images of the kind that the generator was trained on. */
  readonly dataset: ImageDataset;
  /** Held-out real images, for protocols that compare with them; default: `dataset`. */
  readonly heldOut?: ImageDataset | undefined;
  /** The metrics; default `["fid"]`. */
  readonly metrics?: readonly MetricName[] | undefined;
  /**
   * The protocol; default: the one for the data set, such as `protocols.shapes`, otherwise
   * `protocols.quick`.
   */
  readonly protocol?: Protocol | undefined;
  /** The network for features, instead of the protocol's: `shapes`, an .onnx file, … as in `evaluate.features`. */
  readonly features?: string | undefined;
  /** Settings that override the protocol's, such as `fakeCount`. */
  readonly changes?: ProtocolChanges | undefined;
  /** The Gaussians that the points are drawn from, for the metric `modes`. */
  readonly mixture?: KnownMixture | undefined;
  /** The device; default `auto`. */
  readonly device?: NodeDevice | undefined;
  /** The folder that contains the folder of Inception's weights; default `./data`. */
  readonly root?: string | undefined;
}

/**
 * Measures the generator of a run whose networks were defined in a program, and appends the records to the
 * run's `evaluations.jsonl`.
 *
 * @example
 * const trained = await openTrainedModel("runs/mine", model);
 * const [fid] = await evaluateModel(trained, { dataset, changes: { fakeCount: 1000 } });
 *
 * @returns a record for each result, in the order of the metrics.
 * @throws EvenkeelError `USAGE` for metrics that cannot be measured here; `DATA` if the extractor's weights
 *   are missing or images have a different shape; `DEVICE` or `ENGINE` if the device refuses.
 */
export async function evaluateModel(
  trained: TrainedModel,
  options: ModelEvaluation,
): Promise<readonly EvaluationRecord[]> {
  const {
    dataset,
    heldOut,
    metrics = ["fid"],
    mixture,
    features: named,
    device = "auto",
    root = "./data",
  } = options;
  const { run, model, counters, classNames } = trained;
  const wanted = options.protocol ?? defaultProtocol({ data: { name: dataset.name } });
  const extractor = named && extractorName(named);
  const generator = await openSampler(trained, BATCH, device);
  try {
    const [evaluation] = await evaluate({
      ...options,
      subject: {
        ...generatorSubject(run.path, model, generator.sample, classNames ?? dataset.classes),
        ...{ counters, data: undefined, notes: [], release: async () => {} },
      },
      protocols: [customProtocol(wanted, { ...(named && { extractor }), ...options.changes })],
      metrics,
      reference: imagesReference(dataset, heldOut),
      openExtractor: (features) => openExtractor(features, { device, root, named }),
      cache: referenceCache(undefined, () => {}),
      engine: nodeEngine({ device: "cpu" }),
      mixture,
    });
    const records = evaluation?.records ?? [];
    await appendEvaluations(run.files.evaluations, records);
    return records;
  } finally {
    await generator.release();
  }
}
