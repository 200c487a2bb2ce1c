/** The kernel distance between two sets of features: KID where the features are Inception's. */
import { EvenkeelError } from "../errors.ts";
import { type RandomStream, randomStream } from "../random.ts";
import {
  type ComputeOptions,
  centeredRows,
  checkFeatures,
  checkSameColumns,
  type FeatureMatrix,
  selectRows,
} from "./features/matrix.ts";
import { innerProducts, type Matrix64 } from "./linear-algebra/inner-products.ts";
import type { Metric, MetricResult } from "./metric.ts";

/** Options of {@link kernelDistance}. */
export interface KernelDistanceOptions extends ComputeOptions {
  /** How many pairs of subsets are compared. Default 50. */
  readonly subsets?: number;
  /** Rows of a subset; as many as there are where a set has fewer. Default 1000. */
  readonly subsetSize?: number;
  /** Where the subsets come from. Default: the stream `kid` of seed 0. */
  readonly stream?: Pick<RandomStream, "permutation">;
}

/** The mean of MMD² over subsets; may be a little negative, as it is unbiased. */
export type KernelDistance = MetricResult<{
  /** The rows that were really taken. */
  readonly subsetSize: number;
}>;

/** The metric `kid`. */
export const kernelMetric: Metric<"features" | "real"> = {
  needs: ["features", "real"],
  byDefault: ["images"],
  results: {
    kid: {
      name: "KID",
      elsewhere: { key: "kernel-distance", name: "kernel distance", head: "kernel" },
      better: "lower",
      digits: 5,
      settings: ["real", "fake", "features", "kernel"],
      meaning:
        "The squared maximum mean discrepancy of features under a cubic kernel. Unbiased, so it may be " +
        "used with few images, and may come out below 0.",
    },
  },
  async compute({ features, real }, options) {
    const { subsets, size } = options.settings.kernel;
    const sizes = { subsets, subsetSize: size };
    return [await kernelDistance(await real.features(), features, { ...options, ...sizes })];
  },
};

/**
 * The mean of {@link maximumMeanDiscrepancy} over pairs of random subsets, drawn without replacement
 * within a subset. The spread is the population standard deviation of subsets, not of the mean.
 *
 * @param real `[N, d]`, N ≥ 2.
 * @param fake `[M, d]`, M ≥ 2.
 * @throws EvenkeelError `SHAPE` for fewer than 2 rows or different dimensions; `DATA` for values that are
 *   not finite; `CONFIG` for no subsets, or subsets of fewer than 2.
 * @see Bińkowski et al. 2018, "Demystifying MMD GANs", section 4.
 */
export async function kernelDistance(
  real: FeatureMatrix,
  fake: FeatureMatrix,
  options: KernelDistanceOptions = {},
): Promise<KernelDistance> {
  const { subsets = 50, subsetSize: wanted = 1000, engine, onProgress } = options;
  const { stream = randomStream(0, "kid") } = options;
  checkBoth("kernelDistance", real, fake);
  checkCount("subsets", subsets, 1);
  checkCount("subsetSize", wanted, 2);
  const subsetSize = Math.min(wanted, real.rows, fake.rows);
  const draw = (set: FeatureMatrix) =>
    selectRows(set, stream.permutation(set.rows).subarray(0, subsetSize));
  const values: number[] = [];
  for (let i = 0; i < subsets; i++) {
    values.push(await discrepancy(draw(real), draw(fake), engine));
    onProgress?.((i + 1) / subsets);
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / subsets;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const warnings =
    subsetSize === wanted
      ? []
      : [
          `${subsetSize} samples are too few for subsets of ${wanted}: subsets of ${subsetSize} were ` +
            "taken, so their spread says less",
        ];
  return {
    metric: "kid",
    value: mean,
    spread: { std: Math.sqrt(squares / subsets), over: "subsets", count: subsets },
    details: { subsetSize },
    warnings,
    counts: { real: real.rows, fake: fake.rows },
  };
}

/**
 * The unbiased estimate of MMD² with the cubic kernel k(x, y) = (⟨x, y⟩/d + 1)³, of all rows:
 * Σ_{i≠j} k(xᵢ, xⱼ)/(n(n − 1)) + Σ_{i≠j} k(yᵢ, yⱼ)/(m(m − 1)) − 2 mean k(xᵢ, yⱼ), in float64.
 *
 * @throws EvenkeelError `SHAPE` for fewer than 2 rows or different dimensions; `DATA` for values that are
 *   not finite.
 * @see Bińkowski et al. 2018, "Demystifying MMD GANs", section 4; Gretton et al. 2012, eq. 3.
 */
export async function maximumMeanDiscrepancy(
  real: FeatureMatrix,
  fake: FeatureMatrix,
  { engine }: ComputeOptions = {},
): Promise<number> {
  checkBoth("maximumMeanDiscrepancy", real, fake);
  return discrepancy(real, fake, engine);
}

async function discrepancy(
  real: FeatureMatrix,
  fake: FeatureMatrix,
  engine: ComputeOptions["engine"],
): Promise<number> {
  const [x, y] = [asFloat64(real), asFloat64(fake)];
  const [n, m] = [x.rows, y.rows];
  const within = await kernelSum(x, x, true, engine);
  const other = await kernelSum(y, y, true, engine);
  const across = await kernelSum(x, y, false, engine);
  return within / (n * (n - 1)) + other / (m * (m - 1)) - (2 * across) / (n * m);
}

/** The sum of the kernel over all pairs, those of a row with itself left out where asked. */
async function kernelSum(
  x: Matrix64,
  y: Matrix64,
  skipDiagonal: boolean,
  engine: ComputeOptions["engine"],
): Promise<number> {
  const products = await innerProducts(x, y, engine);
  let total = 0;
  for (let i = 0; i < x.rows; i++) {
    let sum = 0;
    for (let j = 0; j < y.rows; j++) {
      if (skipDiagonal && i === j) continue;
      const base = products[i * y.rows + j]! / x.columns + 1;
      sum += base * base * base;
    }
    total += sum;
  }
  return total;
}

function asFloat64(set: FeatureMatrix): Matrix64 {
  const { rows, columns } = set;
  return { data: centeredRows(set, 0, rows, new Float64Array(columns)), rows, columns };
}

function checkBoth(where: string, real: FeatureMatrix, fake: FeatureMatrix): void {
  checkFeatures(`${where}: real`, real, 2);
  checkFeatures(`${where}: fake`, fake, 2);
  checkSameColumns(where, real, fake);
}

function checkCount(option: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new EvenkeelError(
    "CONFIG",
    `kernelDistance: ${option} must be a whole number of at least ${least}, got ${value}`,
  );
}
