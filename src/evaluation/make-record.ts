/** A measured number with everything it depends on. */
import { type FeatureExtractor, recordedKey, resultKinds } from "../metrics/index.ts";
import { versions } from "../runs/folder/index.ts";
import { comparing, type Measured } from "./measure.ts";
import type { EvaluationOptions } from "./options.ts";
import type { Plan } from "./plan.ts";
import { type EvaluationRecord, protocolHash } from "./record.ts";
import type { UsedReference } from "./reference.ts";

/** A number, and the real images that it was computed from, if from any. */
export interface MeasuredFrom extends Measured {
  readonly used: UsedReference | undefined;
}

/** Records a number; `seconds`: how long its protocol took. */
export function makeRecord(
  { key, used, ...measured }: MeasuredFrom,
  { protocol, warnings }: Plan,
  extractor: FeatureExtractor,
  { subject, engine }: EvaluationOptions,
  seconds: number,
): EvaluationRecord {
  const { gStep = null, dStep = null, images = null } = subject.counters ?? {};
  const { name, sha256, dimension, classes, input } = extractor;
  const ofReal = comparing.includes(resultKinds[key].metric) ? warnings.real : [];
  return {
    gStep,
    dStep,
    images,
    ...measured,
    metric: recordedKey(key, extractor.name),
    warnings: [...warnings.generated, ...ofReal, ...measured.warnings],
    protocol,
    protocolHash: protocolHash(protocol.settings),
    extractor: { name, sha256, dimension, classes, size: input.size, resizer: input.resizer },
    subject: subject.about,
    reference:
      used === undefined
        ? null
        : {
            name: used.reference.dataset.name,
            source: used.reference.dataset.source,
            split: used.reference.split,
            available: used.reference.dataset.count,
            digest: used.digest,
          },
    seed: protocol.settings.seed,
    versions: { evenkeel: versions().evenkeel, engine: engine.description },
    measuredAt: new Date().toISOString(),
    seconds,
  };
}
