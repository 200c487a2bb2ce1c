/** How many runs are trained at once on this machine: its cores and its memory divided among them. */
import { availableParallelism } from "node:os";
import type { Config } from "../../config/index.ts";
import { assembleModel } from "../../config/index.ts";
import { parameterCount } from "../../gan/index.ts";
import { nodeDevices } from "../../runtime/node.ts";
import { estimateMemory } from "../../training/index.ts";
import type { ExpandedRun } from "../plan/index.ts";

/** How many runs are trained at once, and with how many threads each. */
export interface Shares {
  readonly jobs: number;
  readonly threads: number;
}

/**
 * Divides this machine's cores among runs: as many runs at once as there are cores and as memory allows,
 * unless `jobs` says otherwise, with as many threads each as the cores allow. On a GPU one run at a time.
 *
 * @param allowed how many runs memory allows at once; default: any number.
 */
export function localShares(
  runs: number,
  onGpu: boolean,
  jobs?: number,
  allowed = Number.POSITIVE_INFINITY,
): Shares {
  const cores = availableParallelism();
  const most = jobs ?? (onGpu ? 1 : Math.min(cores, allowed));
  const atOnce = Math.max(1, Math.min(runs, most));
  return { jobs: atOnce, threads: Math.max(1, Math.floor(cores / atOnce)) };
}

/** How many runs with so many threads each this machine has the cores for; on a GPU one. */
export function jobsOfThreads(runs: number, onGpu: boolean, threads: number): number {
  const cores = availableParallelism();
  const most = onGpu ? 1 : Math.floor(cores / (threads === 0 ? cores : threads));
  return Math.max(1, Math.min(runs, most));
}

/** How many runs memory allows at once. */
export interface MemoryShares {
  /** Bytes that the largest of the runs is estimated to take. */
  readonly each: number;
  /** Bytes that processes of this machine may still take. */
  readonly available: number;
  /** How many runs that is enough for; at least one. */
  readonly allowed: number;
}

/** Kinds of runs whose memory is estimated, those with the most parameters first. */
const MOST_ESTIMATED = 8;

/** How many runs with these configs memory allows at once, by the estimate of the largest. */
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
  return { each, available, allowed: Math.max(1, Math.floor(available / each)) };
}

/** That memory allows fewer runs at once than there are cores for. */
export interface MemoryLimit extends MemoryShares {
  /** How many runs there would be at once without the limit. */
  readonly wanted: number;
}

/**
 * The shares that `sharesOf` gives for as many runs as memory allows at once, and the limit where that is
 * fewer than without it. A number of jobs that was asked for is kept, and so is the one run on a GPU.
 *
 * @param sharesOf the shares for a number of runs that memory allows.
 */
export function withinMemory<S extends { readonly jobs: number }>(
  configs: readonly Config[],
  onGpu: boolean,
  jobs: number | undefined,
  sharesOf: (allowed: number) => S,
): S & { readonly memory: MemoryLimit | undefined } {
  const free = { ...sharesOf(Number.POSITIVE_INFINITY), memory: undefined };
  if (jobs !== undefined || onGpu || free.jobs === 1) return free;
  const limit = memoryShares(configs);
  if (limit.allowed >= free.jobs) return free;
  return { ...sharesOf(limit.allowed), memory: { ...limit, wanted: free.jobs } };
}

/** Whether runs with this device take the graphics card, which one run uses at a time. */
export function usesGpu({ device }: Pick<Config, "device">): boolean {
  const cuda = () => nodeDevices().some((one) => one.device === "cuda" && one.available);
  return device === "webgpu" || device === "cuda" || (device === "auto" && cuda());
}

/** Runs with these threads where their configs leave them open. */
export function withThreads(runs: readonly ExpandedRun[], threads: number): readonly ExpandedRun[] {
  return runs.map((run) =>
    run.config.threads === 0 ? { ...run, config: { ...run.config, threads } } : run,
  );
}
