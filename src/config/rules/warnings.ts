/** Settings that are allowed but unlikely to be intended. */
import { type Loss, losses } from "../../gan/index.ts";
import {
  type NormalizationMethod,
  normalizations,
  type PenaltyMethod,
  penalties,
  projections,
  type ReparametrizationMethod,
  reparametrizations,
} from "../../stabilizers/index.ts";
import type { ReparametrizationConfig } from "../methods.ts";
import type { Config } from "../schema.ts";
import type { Warning } from "./warning.ts";
import { effectWarnings, hasNormalization } from "./warnings-effect.ts";

const recordOf = ({ name }: ReparametrizationConfig): ReparametrizationMethod =>
  reparametrizations[name];
const coversAll = (method: ReparametrizationConfig) =>
  method.name !== "none" && method.layers.includes("*");
const isScaleFree = ({ discriminator: { reparametrization } }: Config) =>
  recordOf(reparametrization).scaleFree && coversAll(reparametrization);
/** The first penalty for which `holds`. */
const penaltyThat = ({ discriminator }: Config, holds: (method: PenaltyMethod) => boolean) =>
  discriminator.penalties.find(({ name }) => holds(penalties[name]))?.name;

/** The penalties and projections that limit the discriminator's slope. */
const LIMITS = Object.entries({ ...penalties, ...projections })
  .filter(([, { limitsSlope }]) => limitsSlope)
  .map(([name]) => name);

/** Why the discriminator's slope has no limit; `undefined` if it has one. */
function unlimited(config: Config): string | undefined {
  const { reparametrization: method, projections: limits, normalization } = config.discriminator;
  if (penaltyThat(config, ({ limitsSlope }) => limitsSlope) !== undefined) return undefined;
  if (method.name !== "none" && method.gamma !== "none") {
    return `the learnable factor on ${method.name} (discriminator.reparametrization.gamma) has no limit`;
  }
  if (limits.some(({ name }) => projections[name].limitsSlope)) return undefined;
  if (recordOf(method).limitsSlope && method.name !== "none") {
    return coversAll(method)
      ? undefined
      : `${method.name} is on ${method.layers.join(", ")}; discriminator.reparametrization.layers must be ["*"] to limit it`;
  }
  if (method.name !== "none") return `${method.name} does not set one`;
  return hasNormalization(config) ? `${normalization.name} does not set one` : "nothing sets one";
}

const WARNINGS: readonly Warning[] = [
  {
    keys: "discriminator.projections",
    found(config) {
      const { reparametrization, projections: limits } = config.discriminator;
      const limit = limits.find(({ name }) => projections[name].limitsSlope)?.name;
      return limit && isScaleFree(config)
        ? `${limit} does not limit the slope together with ${reparametrization.name}: the raw weights that it changes are divided by their norm, so that it affects only their direction and the size of later steps (Miyato et al. 2018 compare the two separately)`
        : undefined;
    },
  },
  {
    keys: "discriminator.penalties",
    found(config) {
      const penalty = penaltyThat(config, ({ ofRawWeights }) => ofRawWeights);
      return penalty && isScaleFree(config)
        ? `${penalty} penalizes the raw weights, whose size ${config.discriminator.reparametrization.name} divides out: it affects little more than the size of later steps`
        : undefined;
    },
  },
  {
    keys: "loss",
    found(config) {
      const loss: Loss = losses[config.loss];
      const why = loss.needsLimitedSlope ? unlimited(config) : undefined;
      return (
        why &&
        `the ${config.loss} loss has no lower bound without a limit on the discriminator's slope (a reparametrization of all layers, ${LIMITS.join(", ")}): ${why}`
      );
    },
  },
  {
    keys: "loss",
    found: ({ loss }) => (losses[loss] as Loss).caution,
  },
  {
    keys: "discriminator.reparametrization",
    found: ({ discriminator }) => recordOf(discriminator.reparametrization).caution,
  },
  {
    keys: "discriminator.normalization",
    found(config) {
      const method: NormalizationMethod = normalizations[config.discriminator.normalization.name];
      return hasNormalization(config) ? method.caution : undefined;
    },
  },
  {
    keys: "generator.ema",
    found: ({ generator, steps, from }) =>
      generator.ema > 0 && 1 / (1 - generator.ema) > steps
        ? `the average covers about ${Math.round(1 / (1 - generator.ema))} steps, more than the run has (${steps}): samples will still show the ${from === undefined ? "untrained generator" : "generator that it starts from"}`
        : undefined,
  },
  {
    keys: "augmentation.speed",
    found({ augmentation, steps, nDis, batchSize }) {
      if (!("speed" in augmentation)) return undefined;
      const images = steps * nDis * batchSize;
      const most = images / augmentation.speed;
      return most < augmentation.limit / 2
        ? `the run shows ${images} real images, in which the probability of a change rises from 0 to ${most.toPrecision(2)} at most: a lower speed lets it rise in fewer`
        : undefined;
    },
  },
  ...effectWarnings,
];

/** What a user should know before a run with this config: `<keys>: <why>` each. */
export function configWarnings(config: Config): string[] {
  return WARNINGS.flatMap(({ keys, found }) => {
    const why = found(config);
    return why === undefined ? [] : [`${keys}: ${why}`];
  });
}
