/** What is allowed in a config, and unlikely to be meant. */
import type { ReparametrizationConfig } from "../methods.ts";
import type { Config } from "../schema.ts";
import type { Warning } from "./warning.ts";
import { effectWarnings, hasNormalization } from "./warnings-effect.ts";

/** Reparametrizations that give the same weight whatever the raw one is multiplied by. */
const scaleFree = ["sn", "ssn", "bsn", "bssn", "sn-conv", "weight-norm", "frobenius-norm"];
const isScaleFree = ({ discriminator: { reparametrization } }: Config) =>
  scaleFree.includes(reparametrization.name) && coversAll(reparametrization);
const coversAll = (method: ReparametrizationConfig) =>
  method.name !== "none" && method.layers.includes("*");
const penalizes = ({ discriminator }: Config, ...names: readonly string[]) =>
  discriminator.penalties.find(({ name }) => names.includes(name))?.name;

/** Why the discriminator's slope has no limit; `undefined` if it has one. */
function unlimited(config: Config): string | undefined {
  const { reparametrization: method, projections, normalization } = config.discriminator;
  if (penalizes(config, "gp", "dragan", "r1") !== undefined) return undefined;
  if (method.name !== "none" && method.gamma !== "none") {
    return `the learnable factor on ${method.name} (discriminator.reparametrization.gamma) has none`;
  }
  if (projections.length > 0 || coversAll(method)) return undefined;
  if (method.name !== "none") {
    return `${method.name} is on ${method.layers.join(", ")}; discriminator.reparametrization.layers must be ["*"] for one`;
  }
  return hasNormalization(config) ? `${normalization.name} does not set one` : "nothing sets one";
}

const WARNINGS: readonly Warning[] = [
  {
    keys: "discriminator.projections",
    found(config) {
      const { reparametrization, projections } = config.discriminator;
      return projections.some(({ name }) => name === "clip") && isScaleFree(config)
        ? `clipping does not limit the slope beside ${reparametrization.name}: the raw weights that it clips are divided by their norm; it changes their direction and the size of later steps (Miyato et al. 2018 compare the two, one at a time)`
        : undefined;
    },
  },
  {
    keys: "discriminator.penalties",
    found(config) {
      const penalty = penalizes(config, "l2", "orthonormal");
      return penalty && isScaleFree(config)
        ? `${penalty} pulls at the raw weights, whose size ${config.discriminator.reparametrization.name} divides out: it changes little but the size of later steps`
        : undefined;
    },
  },
  {
    keys: "loss",
    found(config) {
      const why = config.loss === "wasserstein" ? unlimited(config) : undefined;
      return why === undefined
        ? undefined
        : `the Wasserstein loss has no lower bound without a limit on the discriminator's slope (a reparametrization of all layers, gp, clip): ${why}`;
    },
  },
  {
    keys: "loss",
    found: ({ loss }) =>
      loss === "saturating"
        ? "with the original minimax loss the generator's gradient vanishes while the discriminator wins (Goodfellow et al. 2014); non-saturating is the usual choice"
        : undefined,
  },
  {
    keys: "discriminator.reparametrization",
    found: ({ discriminator }) =>
      discriminator.reparametrization.name === "frobenius-norm"
        ? "division by the Frobenius norm collapsed early in the SN-GAN paper's comparison"
        : undefined,
  },
  {
    keys: "discriminator.normalization",
    found: (config) =>
      config.discriminator.normalization.name === "batch-norm" && hasNormalization(config)
        ? "batch normalization in the discriminator hurt in the comparisons (Miyato et al. 2018, table 2; Kurach et al. 2019)"
        : undefined,
  },
  {
    keys: "generator.ema",
    found: ({ generator, steps }) =>
      generator.ema > 0 && 1 / (1 - generator.ema) > steps
        ? `the average remembers about ${Math.round(1 / (1 - generator.ema))} steps, more than the run has (${steps}): samples will still show the untrained generator`
        : undefined,
  },
  ...effectWarnings,
];

/** What a person should know before a run with this config: `<keys>: <why>` each. */
export function configWarnings(config: Config): string[] {
  return WARNINGS.flatMap(({ keys, found }) => {
    const why = found(config);
    return why === undefined ? [] : [`${keys}: ${why}`];
  });
}
