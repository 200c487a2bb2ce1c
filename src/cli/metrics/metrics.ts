/** Computes metrics of given features and prints them. */
import { EvenkeelError } from "../../errors.ts";
import {
  type ComputeOptions,
  type MetricInputs,
  type MetricName,
  type MetricResult,
  metrics,
  realFeatures,
  resultOf,
} from "../../metrics/index.ts";
import { type ProtocolSettings, protocols } from "../../metrics/protocols/index.ts";
import { randomStream } from "../../random.ts";
import { nodeEngine } from "../../runtime/node.ts";
import { createDisplay } from "../../terminal/progress.ts";
import { printTable } from "../../terminal/table.ts";
import { printJson, tell } from "../../terminal/terminal.ts";
import { formatCount, formatNumber } from "../../text.ts";
import { readFeatures } from "./files.ts";
import { type MetricFlags, requestedMetrics } from "./list.ts";

/** The command's options. */
export interface MetricOptions extends MetricFlags {
  readonly k: number;
  readonly subsets: number;
  readonly subsetSize: number;
  readonly splits: number;
  readonly seed: number;
  readonly json?: boolean;
}

/** Significant digits of a number in the table. */
const DIGITS = 6;
/** Milliseconds before progress is worth showing. */
const PATIENCE = 2000;

/** Computes and prints what was asked for; warnings and progress go to stderr. */
export async function printMetrics(options: MetricOptions): Promise<void> {
  const names = requestedMetrics(options);
  const settings = settingsOf(options);
  const progress = startProgress();
  try {
    const inputs = await readInputs(names, settings, options, progress.compute);
    const results: MetricResult[] = [];
    for (const name of names) {
      const stream = randomStream(options.seed, name);
      const computed = { ...progress.compute(name), settings, stream };
      results.push(...(await metrics[name].compute(inputs as MetricInputs, computed)));
    }
    progress.close();
    for (const warning of new Set(results.flatMap(({ warnings }) => warnings))) {
      tell(`warning: ${warning}`);
    }
    if (options.json) printJson(answerOf(results));
    else printTable(results.map(rowOf));
  } finally {
    progress.close();
  }
}

/** The settings of a protocol, as far as the options decide them. */
function settingsOf({ k, subsets, subsetSize, splits, seed }: MetricOptions): ProtocolSettings {
  const { settings } = protocols.quick;
  return {
    ...settings,
    inceptionScore: { ...settings.inceptionScore, parts: splits, classes: "all" },
    kernel: { subsets, size: subsetSize },
    neighbours: { k, count: Number.POSITIVE_INFINITY },
    seed,
  };
}

/** How the part of the work with this name is computed. */
type Compute = (task: string) => ComputeOptions;

/** What the files hold for these metrics. */
async function readInputs(
  names: readonly MetricName[],
  settings: ProtocolSettings,
  { real: realFile, fake: fakeFile, probs }: MetricOptions,
  compute: Compute,
): Promise<Partial<MetricInputs>> {
  const read = (file: string, input: keyof MetricInputs) => {
    const needed = names
      .filter((name) => metrics[name].needs.includes(input))
      .map((name) => ({ name, least: metrics[name].least?.(settings) ?? 2 }))
      .sort((a, b) => b.least - a.least);
    const [most] = needed;
    return most && readFeatures(file, most.least, most.name);
  };
  const real = realFile === undefined ? undefined : await read(realFile, "real");
  const features = fakeFile === undefined ? undefined : await read(fakeFile, "features");
  const rows = probs === undefined ? undefined : await read(probs, "scores");
  if (real !== undefined && features !== undefined && real.columns !== features.columns) {
    throw new EvenkeelError(
      "SHAPE",
      `--fake: must have as many columns as --real, got ${features.columns} in ${fakeFile} and ` +
        `${real.columns} in ${realFile}`,
      { advice: "Take both from the same layer of the same network." },
    );
  }
  return {
    ...(features && { features }),
    ...(real && { real: realFeatures(real, compute("statistics of real images")) }),
    ...(rows && { scores: { rows, from: "probabilities", extractor: "unknown" } }),
  };
}

/** What `--json` prints, for what was asked: numbers by their keys, of `is` the mean and the deviation. */
function answerOf(results: readonly MetricResult[]) {
  const values = Object.fromEntries(results.map(({ metric, value }) => [metric, value]));
  const score = results.find(({ metric }) => metric === "is");
  const { fid, kid, is: mean, precision, recall, density, coverage, ...others } = values;
  const is = score && { mean, std: score.spread?.std ?? 0 };
  return { fid, kid, is, precision, recall, density, coverage, ...others };
}

/** A result's name, its value, and how it came about. */
function rowOf({ metric, value, spread, counts, details }: MetricResult): readonly string[] {
  const how = [
    ...(spread === null
      ? []
      : [`± ${formatNumber(spread.std, DIGITS)} over ${spread.count} ${spread.over}`]),
    ...(counts.real === 0 ? [] : [`${formatCount(counts.real)} real`]),
    `${formatCount(counts.fake)} fake`,
    ...Object.entries(details).flatMap(([name, detail]) =>
      typeof detail === "number" ? [`${wordsOf(name)} ${formatNumber(detail, DIGITS)}`] : [],
    ),
  ];
  return [resultOf(metric)?.name ?? metric, formatNumber(value, DIGITS), how.join(", ")];
}

/** `subset size` of `subsetSize`. */
const wordsOf = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

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
