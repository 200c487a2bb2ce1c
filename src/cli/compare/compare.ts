/** Prints a comparison of results, at most 80 columns wide. */
import {
  type ComparedMetric,
  type ComparedPublication,
  compareEvaluations,
  type Difference,
} from "../../evaluation/results/index.ts";
import { resultOf } from "../../metrics/index.ts";
import { showPath } from "../../terminal/paths.ts";
import { hanging, table } from "../../terminal/table.ts";
import { print, printJson, printLines } from "../../terminal/terminal.ts";
import { digitsOf } from "../evaluate/tables.ts";

/** The command's options. */
export interface CompareFlags {
  readonly features?: string;
  readonly strict?: boolean;
  readonly json?: boolean;
}

/** Compares results and prints them; with `strict`, differences make the exit code 1. */
export async function compare(
  paths: readonly string[],
  { features, strict, json }: CompareFlags,
): Promise<void> {
  const metrics = await compareEvaluations(paths, { features });
  if (json) printJson(metrics);
  else printLines(metrics.flatMap(comparisonLines));
  const differs = metrics.some(({ results }) => results.some((one) => one.differences.length > 0));
  if (differs && !json) {
    print("");
    print("warning: not all results of a metric were measured alike: see the differences");
  }
  if (differs && strict) process.exitCode = 1;
}

/** A metric's results as lines. */
export function comparisonLines({ key, results, published }: ComparedMetric): string[] {
  const kind = resultOf(key);
  const head = `${kind?.name ?? key}${kind === undefined ? "" : `, ${kind.better} is better`}`;
  const cells = results.map((one) => resultCells(key, one));
  const width = Math.max(...cells.map(([, value = ""]) => value.length));
  const rows = cells.map(([name = "", value = "", ...rest], i) => [
    ...(cells.length > 1 ? [String(i + 1)] : []),
    name,
    value.padStart(width),
    ...rest,
  ]);
  const lines = table(rows, 78).map((line) => `  ${line}`);
  return [
    "",
    head,
    ...lines,
    ...new Set(published.map(publishedText)),
    ...results.flatMap((one, i) => differenceLines(`${i + 1} differs from 1`, one.differences)),
    ...published.flatMap((one) =>
      differenceLines(`${showPath(one.label)} differs from what was published`, one.differences),
    ),
  ];
}

function resultCells(key: string, one: ComparedMetric["results"][number]): string[] {
  const { value, spread, counts, protocol, gStep } = one.record;
  const digits = digitsOf({ metric: key });
  return [
    labelOf(one),
    value.toFixed(digits),
    spread === null ? "" : `± ${spread.std.toFixed(digits)}`,
    gStep === null ? "" : `step ${gStep}`,
    counts.real === 0 ? `${counts.fake}` : `${counts.real}/${counts.fake}`,
    protocol.name,
  ];
}

function publishedText({
  metric,
  value,
  deviation,
  source,
  protocol,
}: ComparedPublication): string {
  const spread = deviation === undefined ? "" : ` ± ${deviation.toFixed(2)}`;
  const digits = metric === "IS" ? 2 : 1;
  return `  published: ${value.toFixed(digits)}${spread} (${source}; nearest protocol: ${protocol})`;
}

const labelOf = ({ label, record }: ComparedMetric["results"][number]) =>
  showPath(record.subject.kind === "run" ? label : record.subject.path);

function differenceLines(what: string, differences: readonly Difference[]): string[] {
  if (differences.length === 0) return [];
  const fields = differences.map(
    ({ field, values }) => `${field} (${values.map(shown).join(", ")})`,
  );
  return hanging(`  ${what} in ${fields.join(", ")}`);
}

/** A value, hashes shortened. */
function shown(value: unknown): string {
  const text = String(value ?? "none");
  return /^[0-9a-f]{64}$/.test(text) ? text.slice(0, 8) : text;
}
