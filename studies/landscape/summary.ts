/** The study's figures: best and spread of each method, share of settings that work, FID against KID. */
import { grouped } from "./grouped.ts";
import type { StudyRun } from "./results.ts";

/** A setting works whose distance is at most so many times the least of its architecture. */
export const WORKS = 2;

/** What a method came to with a loss in an architecture. */
export interface Row {
  readonly architecture: string;
  readonly loss: string;
  readonly method: string;
  /** Settings that were trained. */
  readonly settings: number;
  readonly best: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  /** Part of the settings that work. */
  readonly working: number;
  /** All distances, ascending. */
  readonly values: readonly number[];
  /** Of the best setting, with seeds that did not choose it; `null` until these are trained. */
  readonly ofSeeds: { readonly count: number; readonly median: number } | null;
}

/** The rows, by architecture and loss, each method in the order of the runs. */
export function summarize(runs: readonly StudyRun[], best: readonly StudyRun[]): Row[] {
  const groups = grouped(runs, ({ architecture, loss, method }) =>
    [architecture, loss, method.name].join("/"),
  );
  return [...groups.values()].map((group): Row => {
    const [{ architecture, loss, method }] = group;
    const least = Math.min(
      ...runs.filter((run) => run.architecture === architecture).map(({ frechet }) => frechet),
    );
    const values = group.map(({ frechet }) => frechet).sort((a, b) => a - b);
    const again = best.filter(
      (run) =>
        run.architecture === architecture && run.loss === loss && run.method.name === method.name,
    );
    const seeds = again.map(({ frechet }) => frechet).sort((a, b) => a - b);
    return {
      ...{ architecture, loss, method: method.name, settings: values.length },
      ...{ best: values[0]!, values },
      lowerQuartile: quantile(values, 0.25),
      median: quantile(values, 0.5),
      upperQuartile: quantile(values, 0.75),
      working: values.filter((value) => value <= WORKS * least).length / values.length,
      ofSeeds: again.length === 0 ? null : { count: seeds.length, median: quantile(seeds, 0.5) },
    };
  });
}

/** A quantile of ascending values, between two of them in proportion. */
export function quantile(values: readonly number[], part: number): number {
  const at = part * (values.length - 1);
  const [low, high] = [values[Math.floor(at)]!, values[Math.ceil(at)]!];
  return low === high ? low : low + (at - Math.floor(at)) * (high - low);
}
