/** What is allowed in a config, and unlikely to be meant. */
import type { Config } from "./schema.ts";

/** One thing to warn of. */
interface Warning {
  /** The keys it is about. */
  readonly keys: string;
  /** Why it is doubtful; `undefined` if it is not there. */
  readonly found: (config: Config) => string | undefined;
}

/** Reparametrizations that give the same weight whatever the raw one is multiplied by. */
const scaleFree = ["sn", "ssn", "bsn", "bssn", "sn-conv", "weight-norm", "frobenius-norm"];
const isScaleFree = ({ discriminator }: Config) =>
  scaleFree.includes(discriminator.reparametrization.name);
const penalizes = ({ discriminator }: Config, ...names: readonly string[]) =>
  discriminator.penalties.find(({ name }) => names.includes(name))?.name;

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
      const { reparametrization, projections, normalization } = config.discriminator;
      const bounded =
        reparametrization.name !== "none" ||
        projections.length > 0 ||
        penalizes(config, "gp", "dragan", "r1") !== undefined;
      return config.loss === "wasserstein" && !bounded
        ? `the Wasserstein loss has no lower bound without a limit on the discriminator's slope (a reparametrization, gp, clip)${normalization.name === "none" ? "" : `; ${normalization.name} is none`}`
        : undefined;
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
    found: ({ discriminator }) =>
      discriminator.normalization.name === "batch-norm"
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
];

/** What a person should know before a run with this config: `<keys>: <why>` each. */
export function configWarnings(config: Config): string[] {
  return WARNINGS.flatMap(({ keys, found }) => {
    const why = found(config);
    return why === undefined ? [] : [`${keys}: ${why}`];
  });
}
