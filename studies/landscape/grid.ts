/** The study's fixed settings and search ranges, as axes of sweeps. */

export const RATES = ["generator", "discriminator"].map((one) => `${one}.optimizer.learningRate`);
export const LAMBDA = "discriminator.penalties.0.weight";
const beta = (i: 1 | 2) => ["generator", "discriminator"].map((one) => `${one}.optimizer.beta${i}`);

/** The learning rates of the fixed settings. */
const LEARNING_RATES = [1e-4, 2e-4, 1e-3];
/** The weights λ of a penalty in them. */
const LAMBDAS = [1, 10];
/**
 * β₁, β₂ and n_dis in them. That there are 24 settings, 3 · 2 · 4, is verified by the study's code; the values are
 * remembered and were not checked against it.
 */
const UPDATES = [
  { beta1: 0.5, beta2: 0.9, nDis: 5 },
  { beta1: 0.5, beta2: 0.999, nDis: 1 },
  { beta1: 0.5, beta2: 0.999, nDis: 5 },
  { beta1: 0.9, beta2: 0.999, nDis: 5 },
] as const;

/** How many fixed settings there are. */
export const FIXED = LEARNING_RATES.length * LAMBDAS.length * UPDATES.length;

/** An axis of a sweep's file. */
export type Axis = Readonly<Record<string, unknown>>;

/**
 * The fixed settings. Without a penalty λ has no effect, so that 12 of them are left.
 *
 * @param dSteps discriminator steps of a run: with n_dis of them to a generator step.
 * @param faster by how much the learning rates are raised, for networks that are trained briefly.
 */
export function fixedAxes(hasPenalty: boolean, dSteps: number, faster: number): readonly Axis[] {
  const zipped = (key: keyof (typeof UPDATES)[number]) => UPDATES.map((one) => one[key]);
  return [
    { keys: RATES, values: LEARNING_RATES.map((rate) => Number((faster * rate).toPrecision(6))) },
    ...(hasPenalty ? [{ key: LAMBDA, values: LAMBDAS }] : []),
    {
      zip: {
        ...Object.fromEntries(beta(1).map((key) => [key, zipped("beta1")])),
        ...Object.fromEntries(beta(2).map((key) => [key, zipped("beta2")])),
        nDis: zipped("nDis"),
        ...stepsOf(zipped("nDis"), dSteps),
      },
    },
  ];
}

/** Generator steps, after the last of which a run is evaluated. */
function stepsOf(nDis: readonly number[], dSteps: number) {
  const steps = nDis.map((count) => Math.round(dSteps / count));
  return { steps, "evaluate.every": steps, checkpointEvery: steps };
}

/** The largest β that a search draws; 1 would never forget. */
const LARGEST_BETA = 0.999;

/** The ranges of the search: one search for each n_dis. */
export function searchAxes(
  penalty: "gp" | "dragan" | "l2" | undefined,
  dSteps: number,
  faster: number,
): readonly Axis[] {
  const [from, to] = penalty === "l2" ? [1e-4, 10] : [0.1, 100];
  const uniform = { name: "uniform", from: 0, to: LARGEST_BETA };
  return [
    { zip: { nDis: [1, 5], ...stepsOf([1, 5], dSteps) } },
    {
      keys: RATES,
      distribution: { name: "log-uniform", from: faster * 1e-5, to: faster * 1e-2 },
    },
    ...(penalty ? [{ key: LAMBDA, distribution: { name: "log-uniform", from, to } }] : []),
    { keys: beta(1), distribution: uniform },
    { keys: beta(2), distribution: uniform },
  ];
}
