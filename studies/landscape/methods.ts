/** What Kurach et al. 2019 compare: normalizations of D, penalties and both at once. */

/** A way to steady the discriminator. */
export interface Method {
  readonly name: string;
  readonly reparametrization: string;
  readonly normalization: string;
  /** The penalty; its weight λ is an axis of its own. */
  readonly penalty?: "gp" | "dragan" | "l2";
}

const plain = { reparametrization: "none", normalization: "none" } as const;

/** All of the study's that are alone, and both mixtures that it reports. */
export const methods: readonly Method[] = [
  { name: "none", ...plain },
  { name: "BN", ...plain, normalization: "batch-norm" },
  { name: "LN", ...plain, normalization: "layer-norm" },
  { name: "SN", ...plain, reparametrization: "sn" },
  { name: "GP", ...plain, penalty: "gp" },
  { name: "DRAGAN", ...plain, penalty: "dragan" },
  { name: "L2", ...plain, penalty: "l2" },
  { name: "SN+GP", ...plain, reparametrization: "sn", penalty: "gp" },
  { name: "LN+GP", ...plain, normalization: "layer-norm", penalty: "gp" },
];

/** Those that the small scale trains unless others are asked for. */
export const SMALL_METHODS = ["none", "BN", "LN", "SN", "GP", "SN+GP"];

/** A method as a row of a sweep's zip. */
export function settingsOf({
  reparametrization,
  normalization,
  penalty,
}: Method): Readonly<Record<string, unknown>> {
  return {
    "discriminator.reparametrization.name": reparametrization,
    "discriminator.normalization.name": normalization,
    "discriminator.penalties": penalty === undefined ? [] : [{ name: penalty }],
  };
}
