/** Prints the outcome of an experiment: the bands of its seeds, and the seeds that were left out. */
import { join } from "node:path";
import type { Config } from "../../config/index.ts";
import { EXPERIMENT_FILES, type Experiment, type Summary } from "../../runs/experiments/index.ts";
import { showPath } from "../../terminal/paths.ts";
import { printTable } from "../../terminal/table.ts";
import { print } from "../../terminal/terminal.ts";
import { formatNumber, shell } from "../../text.ts";

/** Measures that the table shows; `summary.json` contains all. */
const SHOWN = [/^loss\//, /^output\//, /^modes\//, /^gamma/];

/** Prints the table of an experiment, and where its report is. */
export function printSummary(
  { path }: Experiment,
  { seeds, steps, measures, leftOut }: Summary,
  report: string | undefined,
): void {
  const rows = Object.entries(measures)
    .filter(([name]) => SHOWN.some((shown) => shown.test(name)))
    .map(([name, { runs, mean, std, least, most }]) => [
      `  ${name}`,
      String(runs),
      formatNumber(mean),
      std === null ? "–" : formatNumber(std),
      formatNumber(least),
      formatNumber(most),
    ]);
  if (rows.length > 0) {
    printTable([[`  at step ${steps}`, "runs", "mean", "std", "least", "most"], ...rows]);
  }
  if (leftOut.length > 0) {
    print(`  left out: ${leftOut.length} of ${seeds.length} seeds`);
    printTable(leftOut.map(({ seed, reason }) => [`    seed ${seed}`, reason]));
  }
  printTable([
    ["  all measures", showPath(join(path, EXPERIMENT_FILES.summary))],
    ...(report === undefined ? [] : [["  report", showPath(report)]]),
  ]);
}

/** Commands that may follow. */
export function nextOfExperiment(
  { path, folderOf }: Experiment,
  { seeds, steps, leftOut }: Summary,
  { discriminator }: Config,
): readonly string[] {
  const done = seeds.find((seed) => leftOut.every((one) => one.seed !== seed));
  const failed = leftOut.some(({ gStep }) => gStep < steps);
  const furthest = Math.max(...leftOut.map(({ gStep }) => gStep));
  const half = discriminator.optimizer.learningRate / 2;
  return [
    ...(done === undefined ? [] : [shell`evenkeel sample ${showPath(folderOf(done))}`]),
    failed
      ? shell`evenkeel train ${showPath(join(path, EXPERIMENT_FILES.config))} --seeds ${seeds.length} --set discriminator.optimizer.learningRate=${half}`
      : shell`evenkeel train --resume ${showPath(path)} --set steps=${leftOut.length > 0 ? furthest : 2 * steps}`,
  ];
}
