/** How many runs go on side by side on this machine: its cores and its memory divided among them. */
import { availableParallelism } from "node:os";
import type { Config } from "../../config/index.ts";
import { assembleModel } from "../../config/index.ts";
import { parameterCount } from "../../gan/index.ts";
import type { ExpandedRun } from "../plan/index.ts";
import { estimateMemory } from "./memory-estimate.ts";

/** How many runs go on side by side, and with how many threads each. */
export interface Shares {
  readonly jobs: number;
  readonly threads: number;
}

/**
 * Divides this machine's cores among runs: as many runs at once as there are cores and as memory bears,
 * unless `jobs` says otherwise, and threads so that their sum is at most the cores. On a GPU one run at a
 * time.
 *
 * @param bearable how many runs memory bears; default: any number.
 */
export function localShares(
  runs: number,
  onGpu: boolean,
  jobs?: number,
  bearable = Number.POSITIVE_INFINITY,
): Shares {
  const cores = availableParallelism();
  const most = jobs ?? (onGpu ? 1 : Math.min(cores, bearable));
  const atOnce = Math.max(1, Math.min(runs, most));
  return { jobs: atOnce, threads: Math.max(1, Math.floor(cores / atOnce)) };
}

/** How many runs of so many threads this machine has the cores for; on a GPU one. */
export function jobsOfThreads(runs: number, onGpu: boolean, threads: number): number {
  const cores = availableParallelism();
  const most = onGpu ? 1 : Math.floor(cores / (threads === 0 ? cores : threads));
  return Math.max(1, Math.min(runs, most));
}

/** What memory bears. */
export interface MemoryShares {
  /** Bytes that the largest of the runs is estimated to take. */
  readonly each: number;
  /** Bytes that processes of this machine may still take. */
  readonly available: number;
  /** How many runs that is enough for; at least one. */
  readonly bearable: number;
}

/** Kinds of runs whose memory is estimated, those with the most parameters first. */
const MOST_ESTIMATED = 8;

/** How many runs with these configs memory bears side by side, by the estimate of the largest. */
export function memoryShares(
  configs: readonly Config[],
  available: number = process.availableMemory(),
): MemoryShares {
  const models = configs.map(assembleModel).map((model) => ({
    model,
    parameters: parameterCount(model.generator) + parameterCount(model.discriminator),
  }));
  const largest = models.sort((a, b) => b.parameters - a.parameters).slice(0, MOST_ESTIMATED);
  const each = Math.max(...largest.map(({ model }) => estimateMemory(model)));
  return { each, available, bearable: Math.max(1, Math.floor(available / each)) };
}

/** Runs with these threads where their configs leave them open. */
export function withThreads(runs: readonly ExpandedRun[], threads: number): readonly ExpandedRun[] {
  return runs.map((run) =>
    run.config.threads === 0 ? { ...run, config: { ...run.config, threads } } : run,
  );
}
