/** The study's tables and plots. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { csvText } from "evenkeel/files";
import { type Drawing, intervalPlot, linePlot } from "evenkeel/plots";
import { rankCorrelation } from "evenkeel/statistics";
import { grouped } from "./grouped.ts";
import type { StudyRun } from "./results.ts";
import { type Row, summarize, WORKS } from "./summary.ts";

/** Prints the table, and writes `landscape.csv`, `spread-<architecture>-<loss>.svg` and `fid-kid.svg`. */
export async function show(
  runs: readonly StudyRun[],
  best: readonly StudyRun[],
  out: string,
): Promise<void> {
  const rows = summarize(runs, best);
  console.table(rows.map(shownRow));
  console.log(`works: a distance of at most ${WORKS} times the least of the architecture`);
  await writeFile(join(out, "landscape.csv"), csvText(csvRows(runs)));
  for (const group of grouped(rows, ({ architecture, loss }) => `${architecture}-${loss}`)) {
    const [name, own] = group;
    await writeFile(join(out, `spread-${name}.svg`), spread(name, own).svg);
  }
  const sound = runs.filter(({ kernel }) => kernel !== null);
  if (sound.length < 2) return;
  const [frechet, kernel] = [
    sound.map((run) => run.frechet),
    sound.map((run) => run.kernel as number),
  ];
  const correlation = rankCorrelation(frechet, kernel).toFixed(4);
  console.log(
    `rank correlation of the Fréchet and the kernel distance over ${sound.length} runs: ${correlation}`,
  );
  await writeFile(join(out, "fid-kid.svg"), against(frechet, kernel, correlation).svg);
}

function shownRow({ architecture, loss, method, settings, working, ofSeeds, ...row }: Row) {
  const text = (value: number) => (Number.isFinite(value) ? value.toPrecision(4) : "failed");
  return {
    ...{ architecture, loss, method, settings },
    best: text(row.best),
    "quartile 1": text(row.lowerQuartile),
    median: text(row.median),
    "quartile 3": text(row.upperQuartile),
    "works %": Math.round(100 * working),
    "best setting, median of seeds":
      ofSeeds === null ? "" : `${text(ofSeeds.median)} (${ofSeeds.count})`,
  };
}

function csvRows(runs: readonly StudyRun[]): (string | number | null)[][] {
  const keys = [...new Set(runs.flatMap(({ point }) => Object.keys(point)))].filter(
    (key) => key !== "loss" && key !== "discriminator.penalties",
  );
  const cell = (value: unknown) =>
    typeof value === "number" || typeof value === "string" ? value : null;
  return [
    ["architecture", "loss", "method", "seed", ...keys, "frechet", "kernel"],
    ...runs.map(({ architecture, loss, method, seed, point, frechet, kernel }) => [
      ...[architecture, loss, method.name, seed],
      ...keys.map((key) => cell(point[key])),
      ...[Number.isFinite(frechet) ? frechet : null, kernel],
    ]),
  ];
}

/** Logarithmic where values span more than a decade, as a narrower axis would have hardly a tick. */
function scaleOf(values: readonly number[]): "linear" | "log" {
  const sound = values.filter(Number.isFinite);
  return Math.max(...sound) > 10 * Math.min(...sound) ? "log" : "linear";
}

function spread(title: string, rows: readonly Row[]): Drawing {
  return intervalPlot({
    title,
    x: {
      label: "Fréchet distance: median and quartiles over the settings",
      scale: scaleOf(rows.flatMap(({ values }) => values)),
    },
    rows: rows.map(({ method, median, lowerQuartile, upperQuartile, values }) => ({
      ...{ name: method, median, low: lowerQuartile, high: upperQuartile },
      values: Float64Array.from(values),
    })),
  });
}

/** Kernel distances by the Fréchet distances, in ascending order. */
function against(
  frechet: readonly number[],
  kernel: readonly number[],
  correlation: string,
): Drawing {
  const order = frechet.map((_, i) => i).sort((a, b) => frechet[a]! - frechet[b]!);
  const along = (values: readonly number[]) => Float64Array.from(order, (i) => values[i]!);
  return linePlot({
    title: `rank correlation ${correlation}`,
    x: { label: "Fréchet distance", scale: scaleOf(frechet) },
    y: { label: "kernel distance" },
    series: [{ name: "runs", x: along(frechet), y: along(kernel) }],
  });
}
