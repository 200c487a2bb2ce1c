/** Evaluations of a generator while it trains. */

import type { Config } from "../config/index.ts";
import type { ImageDataset } from "../data/index.ts";
import { mixtureOf } from "../data/index.ts";
import { EvenkeelError } from "../errors.ts";
import { openJsonLines, readTextIfPresent } from "../files/index.ts";
import type { Counters, GanModel, Trainer } from "../gan/index.ts";
import { type ResultKind, resultOf } from "../metrics/index.ts";
import { type BestCheckpoint, readBest } from "../runs/checkpoints/index.ts";
import { nodeEngine } from "../runtime/node.ts";
import type { EvaluationCallbacks } from "./collect.ts";
import { configuredProtocol } from "./defaults.ts";
import { evaluate } from "./evaluate.ts";
import { openExtractor } from "./extractors.ts";
import { generatorShape, generatorSource } from "./image-source.ts";
import { type EvaluationRecord, protocolHash, readEvaluations } from "./record.ts";
import { type RealFeatures, referenceData } from "./reference.ts";
import { referenceCache } from "./reference-cache.ts";
import { generatorMode } from "./subject.ts";

/** Measures the generator of a training run as the config says. */
export interface TrainingEvaluator {
  /** Of the protocol. */
  readonly protocolHash: string;
  /**
   * Measures the generator as it is now, with noise of its own; nothing of the training moves.
   *
   * @param run the run's folder, as records name it.
   * @throws EvenkeelError as `evaluate` does.
   */
  evaluate(trainer: Trainer, run: string): Promise<readonly EvaluationRecord[]>;
  release(): Promise<void>;
}

/**
 * Opens what evaluations need; what is missing is told before training begins.
 *
 * @param dataset the open training data.
 */
export async function trainingEvaluator(
  config: Config,
  model: GanModel,
  dataset: ImageDataset,
  callbacks: EvaluationCallbacks & { readonly note: (text: string) => void },
): Promise<TrainingEvaluator> {
  const { device, threads, data } = config;
  const protocol = configuredProtocol(config);
  const extractor = await openExtractor(protocol.settings.features, {
    device,
    threads,
    root: data.root,
  });
  const kept = { ...extractor, release: async () => {} };
  const reference = referenceData(data, callbacks, dataset);
  const engine = nodeEngine({ device: "cpu", threads });
  const cache = referenceCache(undefined, callbacks.note);
  const memory = new Map<string, Promise<RealFeatures>>();
  return {
    protocolHash: protocolHash(protocol.settings),
    async evaluate(trainer, run) {
      const [evaluation] = await evaluate({
        ...callbacks,
        subject: {
          about: {
            kind: "run",
            path: run,
            shape: [...model.definition.imageShape],
            ...generatorMode({ config }),
          },
          source: generatorSource(generatorShape(model), trainer.sample),
          counters: trainer.counters(),
          data,
          notes: [],
          release: async () => {},
        },
        protocols: [protocol],
        metrics: config.evaluate.metrics,
        reference,
        openExtractor: async () => kept,
        cache,
        memory,
        engine,
        mixture: mixtureOf(data),
      });
      return evaluation?.records ?? [];
    },
    release: extractor.release,
  };
}

/** Drops the evaluations after a step, which a resumed run makes anew. */
export async function dropLater(path: string, step: number): Promise<void> {
  if ((await readTextIfPresent(path)) === undefined) return;
  (await openJsonLines(path, { key: "gStep", last: step })).close();
}

/** Whether a step was evaluated under this protocol. */
export async function isEvaluated(path: string, step: number, hash: string): Promise<boolean> {
  const records = await readEvaluations(path);
  return records.some(({ gStep, protocolHash }) => gStep === step && protocolHash === hash);
}

/** The numbers of an evaluation as a run's measures: `evaluate/fid`, … */
export function asMeasures(records: readonly EvaluationRecord[]): Record<string, number> {
  return Object.fromEntries(records.map(({ metric, value }) => [`evaluate/${metric}`, value]));
}

/**
 * The mark for a checkpoint with these results, if it is better by the first of them than the one that is
 * marked; one of another metric or protocol does not count.
 *
 * @param checkpoints the run's folder of checkpoints.
 */
export async function betterThanBest(
  checkpoints: string,
  { gStep }: Counters,
  [first]: readonly EvaluationRecord[],
): Promise<BestCheckpoint | undefined> {
  if (first === undefined || !Number.isFinite(first.value)) return undefined;
  const { metric, value, protocolHash: hash } = first;
  const kind: ResultKind | undefined = resultOf(metric);
  if (kind === undefined) throw new EvenkeelError("CONFIG", `evaluate: no metric is ${metric}`);
  const best = await readBest(checkpoints);
  const compares = best?.metric === metric && best.protocolHash === hash;
  if (best !== undefined && compares) {
    const better = kind.better === "lower" ? value < best.value : value > best.value;
    if (!better) return undefined;
  }
  return { step: gStep, metric, value, protocolHash: hash };
}
