/** A protocol with some of its settings changed. */
import {
  canonicalText,
  type Protocol,
  type ProtocolSettings,
  type RealSplit,
  type Rounding,
} from "./protocol.ts";

/** Settings that win over a protocol's own. */
export interface ProtocolChanges {
  readonly realSplit?: RealSplit | undefined;
  readonly realCount?: number | undefined;
  /** Of every metric; the Inception score's own where `scoredCount` is not given. */
  readonly fakeCount?: number | undefined;
  /** Generated images of the Inception score. */
  readonly scoredCount?: number | undefined;
  readonly rounding?: Rounding | undefined;
  readonly extractor?: string | undefined;
  readonly resizer?: string | undefined;
  readonly seed?: number | undefined;
}

/**
 * The protocol with `changes`. Where they change anything its name becomes `custom (from NAME)`; what
 * belongs to the number of images follows: parts and subsets no larger than there are images for.
 */
export function customProtocol(protocol: Protocol, changes: ProtocolChanges): Protocol {
  const settings = fitted(changed(protocol.settings, changes));
  if (canonicalText(settings) === canonicalText(protocol.settings)) return protocol;
  const origin = /^custom \(from (.+)\)$/.exec(protocol.name)?.[1] ?? protocol.name;
  return { ...protocol, name: `custom (from ${origin})`, settings };
}

function changed(settings: ProtocolSettings, changes: ProtocolChanges): ProtocolSettings {
  const { real, fake, features, inceptionScore } = settings;
  const isOther = changes.extractor !== undefined && changes.extractor !== features.extractor;
  return {
    ...settings,
    real: {
      split: changes.realSplit ?? real.split,
      count: changes.realCount ?? real.count,
    },
    fake: {
      count: changes.fakeCount ?? fake.count,
      rounding: changes.rounding ?? fake.rounding,
    },
    features: {
      extractor: changes.extractor ?? features.extractor,
      resizer: changes.resizer ?? (isOther ? "own" : features.resizer),
    },
    inceptionScore: {
      ...inceptionScore,
      count: changes.scoredCount ?? changes.fakeCount ?? inceptionScore.count,
      // slices are of the classes of Inception as it was published
      ...(isOther && { classes: "all" }),
    },
    seed: changes.seed ?? settings.seed,
  };
}

/** Parts, subsets and neighbours that there are images for. */
function fitted(settings: ProtocolSettings): ProtocolSettings {
  const { real, fake, inceptionScore, kernel, neighbours } = settings;
  const least = Math.min(real.count, fake.count);
  return {
    ...settings,
    inceptionScore: {
      ...inceptionScore,
      parts: Math.min(inceptionScore.parts, inceptionScore.count),
    },
    kernel: { ...kernel, size: Math.min(kernel.size, least) },
    neighbours: {
      k: Math.max(1, Math.min(neighbours.k, least - 1)),
      count: Math.min(neighbours.count, Math.max(real.count, fake.count)),
    },
  };
}
