/** The columns of the list, and how it is sorted by them. */
import type { ConfigValue, RunSummary } from "../../../../src/studio/api.ts";
import { formatAge, formatNumber, formatSeconds, wordsOf } from "../shared/format.ts";
import { runValue } from "./filter.ts";

/** A column of figures or words. */
export interface Column {
  readonly key: string;
  readonly title: string;
  readonly isNumber: boolean;
  text(run: RunSummary): string;
  /** What it is sorted by; `null` comes last. */
  order(run: RunSummary): string | number | null;
}

/** The columns that are always there. */
export const FIXED: readonly Column[] = [
  column(
    "name",
    "run",
    (run) => run.id,
    (run) => run.id,
  ),
  column(
    "status",
    "status",
    (run) => run.status,
    (run) => run.status,
  ),
  column(
    "verdict",
    "verdict",
    (run) => (run.verdict === null ? "" : wordsOf(run.verdict.state)),
    (run) => run.verdict?.state ?? null,
  ),
  column(
    "step",
    "step",
    (run) => formatNumber(run.gStep),
    (run) => run.gStep,
    true,
  ),
  column(
    "seconds",
    "time",
    (run) => formatSeconds(run.seconds),
    (run) => run.seconds,
    true,
  ),
  column(
    "started",
    "started",
    (run) => (run.startedAt === null ? "" : formatAge(run.startedAt)),
    (run) => run.startedAt,
  ),
];

/** A column that was chosen: a config key, a measure, or a metric, of which it shows the best value. */
export function chosenColumn(key: string): Column {
  const value = (run: RunSummary): ConfigValue => {
    const found = runValue(run, key);
    return Array.isArray(found) ? found.join(", ") : (found as ConfigValue);
  };
  return {
    key,
    title: key,
    isNumber: true,
    text: (run) => {
      const found = value(run);
      return typeof found === "number" ? formatNumber(found) : `${found ?? ""}`;
    },
    order: (run) => {
      const found = value(run);
      return typeof found === "boolean" ? `${found}` : found;
    },
  };
}

/** The metrics of runs, by how many have them: what the list shows without being asked. */
export function commonMetrics(runs: Iterable<RunSummary>, most: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const { metrics } of runs) {
    for (const name of Object.keys(metrics)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, most)
    .map(([name]) => name);
}

/** Sorts runs by a column; what has no value comes last, whatever the direction. */
export function sortRuns(
  runs: readonly RunSummary[],
  { order }: Column,
  descending: boolean,
): readonly RunSummary[] {
  const sign = descending ? -1 : 1;
  return [...runs].sort((a, b) => {
    const [left, right] = [order(a), order(b)];
    if (left === right) return a.id < b.id ? -1 : 1;
    if (left === null || right === null) return left === null ? 1 : -1;
    if (typeof left === "number" && typeof right === "number") return sign * (left - right);
    return sign * `${left}`.localeCompare(`${right}`, "en", { numeric: true });
  });
}

function column(
  key: string,
  title: string,
  text: Column["text"],
  order: Column["order"],
  isNumber = false,
): Column {
  return { key, title, text, order, isNumber };
}
