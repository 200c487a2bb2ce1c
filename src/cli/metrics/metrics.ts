/** Computes metrics of given features and prints them. */
import { EvenkeelError } from "../../errors.ts";
import {
  type ComputeOptions,
  type FeatureMatrix,
  featureStatistics,
  frechetDistance,
  inceptionScore,
  kernelDistance,
  precisionRecallDensityCoverage,
} from "../../metrics/index.ts";
import { randomStream } from "../../random.ts";
import { nodeEngine } from "../../runtime/node.ts";
import { formatCount, formatNumber } from "../../text.ts";
import { createDisplay } from "../shared/progress.ts";
import { printTable } from "../shared/table.ts";
import { type Metric, type MetricFlags, readFeatures, requestedMetrics } from "./files.ts";

/** The command's options. */
export interface MetricOptions extends MetricFlags {
  readonly k: number;
  readonly subsets: number;
  readonly subsetSize: number;
  readonly splits: number;
  readonly seed: number;
  readonly json?: boolean;
}

/** What `--json` prints, for what was asked. */
interface MetricValues {
  fid?: number;
  kid?: number;
  is?: { readonly mean: number; readonly std: number };
  precision?: number;
  recall?: number;
  density?: number;
  coverage?: number;
}

/** Values, the lines of a table and warnings. */
interface Found {
  readonly values: MetricValues;
  readonly rows: readonly (readonly [name: string, value: string, how: string])[];
  readonly warnings: readonly string[];
}

/** Significant digits of a metric. */
const DIGITS = 6;

/** Milliseconds before progress is worth showing. */
const PATIENCE = 2000;

/** Computes and prints what was asked for; warnings and progress go to stderr. */
export async function printMetrics(options: MetricOptions): Promise<void> {
  const metrics = requestedMetrics(options);
  const progress = startProgress();
  try {
    const found = [
      ...(await ofFeatures(metrics, options, progress.compute)),
      ...(metrics.includes("is") ? [await ofProbabilities(options)] : []),
    ];
    progress.close();
    for (const warning of new Set(found.flatMap(({ warnings }) => warnings))) {
      console.error(`warning: ${warning}`);
    }
    if (options.json) {
      const values = Object.assign({}, ...found.map((one) => one.values)) as MetricValues;
      const { fid, kid, is, ...shares } = values;
      return console.log(JSON.stringify({ fid, kid, is, ...shares }, null, 2));
    }
    printTable(found.flatMap(({ rows }) => rows));
  } finally {
    progress.close();
  }
}

/** How the part of the work with this name is computed. */
type Compute = (task: string) => ComputeOptions;

async function ofFeatures(
  metrics: readonly Metric[],
  options: MetricOptions,
  compute: Compute,
): Promise<readonly Found[]> {
  const { k, real: realFile, fake: fakeFile } = options;
  const asked = metrics.filter((metric) => metric !== "is");
  if (realFile === undefined || fakeFile === undefined || asked.length === 0) return [];
  const prdc = asked.includes("prdc");
  const [least, why] = prdc ? [k + 1, `prdc with --k ${k}`] : [2, asked.join(" and ")];
  const real = await readFeatures(realFile, least, why);
  const fake = await readFeatures(fakeFile, least, why);
  if (real.columns !== fake.columns) {
    throw new EvenkeelError(
      "SHAPE",
      `--fake: must have as many columns as --real, got ${fake.columns} in ${fakeFile} and ` +
        `${real.columns} in ${realFile}`,
      { advice: "Take both from the same layer of the same network." },
    );
  }
  const found: Found[] = [];
  if (asked.includes("fid")) found.push(await fid(real, fake, compute("FID")));
  if (asked.includes("kid")) found.push(await kid(real, fake, options, compute("KID")));
  if (prdc) found.push(await manifold(real, fake, options, compute("precision and recall")));
  return found;
}

async function fid(
  real: FeatureMatrix,
  fake: FeatureMatrix,
  { engine, onProgress }: ComputeOptions,
): Promise<Found> {
  const part = (begin: number, share: number) => ({
    engine,
    onProgress: (done: number) => onProgress?.(begin + share * done),
  });
  const { value, warnings } = await frechetDistance(
    await featureStatistics(real, part(0, 0.2)),
    await featureStatistics(fake, part(0.2, 0.2)),
    part(0.4, 0.6),
  );
  const how = `${samples(real, fake)}, ${real.columns} dimensions`;
  return { values: { fid: value }, rows: [["FID", formatNumber(value, DIGITS), how]], warnings };
}

async function kid(
  real: FeatureMatrix,
  fake: FeatureMatrix,
  { subsets, subsetSize, seed }: MetricOptions,
  compute: ComputeOptions,
): Promise<Found> {
  const stream = randomStream(seed, "kid");
  const { mean, std, warnings, ...taken } = await kernelDistance(real, fake, {
    ...compute,
    subsets,
    subsetSize,
    stream,
  });
  const how = `± ${formatNumber(std, DIGITS)} over ${taken.subsets} subsets of ${taken.subsetSize}, seed ${seed}`;
  return { values: { kid: mean }, rows: [["KID", formatNumber(mean, DIGITS), how]], warnings };
}

async function manifold(
  real: FeatureMatrix,
  fake: FeatureMatrix,
  { k }: MetricOptions,
  compute: ComputeOptions,
): Promise<Found> {
  const { precision, recall, density, coverage } = await precisionRecallDensityCoverage(
    real,
    fake,
    { ...compute, k },
  );
  const values = { precision, recall, density, coverage };
  const how = `${samples(real, fake)}, k = ${k}`;
  const rows = Object.entries(values).map(
    ([name, value]) => [name, value.toFixed(4), how] as const,
  );
  return { values, rows, warnings: [] };
}

async function ofProbabilities({ probs = "", splits }: MetricOptions): Promise<Found> {
  const rows = await readFeatures(probs, splits, `is with --splits ${splits}`);
  const { mean, std } = inceptionScore(rows, { splits });
  const how = `± ${formatNumber(std, DIGITS)} over ${splits} parts of ${formatCount(rows.rows)} fake samples`;
  return {
    values: { is: { mean, std } },
    rows: [["IS", formatNumber(mean, DIGITS), how]],
    warnings: [],
  };
}

function samples(real: FeatureMatrix, fake: FeatureMatrix): string {
  return `${formatCount(real.rows)} real, ${formatCount(fake.rows)} fake`;
}

function startProgress(): { readonly compute: Compute; close(): void } {
  const display = createDisplay(1);
  const begin = performance.now();
  const show = (task: string, share: number) => {
    if (performance.now() - begin < PATIENCE) return;
    display.data({ task, done: Math.round(100 * share), total: 100, unit: "%" });
  };
  return {
    compute: (task) => ({
      engine: nodeEngine({ device: "cpu" }),
      onProgress: (share) => show(task, share),
    }),
    close: display.close,
  };
}
