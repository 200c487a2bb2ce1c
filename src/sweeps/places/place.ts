/** Where the runs of a sweep are trained: on this machine, or on a Slurm cluster. */
import type { Config } from "../../config/index.ts";
import { readResolvedConfig } from "../../config/index.ts";
import type { Executor } from "../executor.ts";
import type { Sweep, SweepRun } from "../folder/index.ts";
import {
  costClasses,
  type ExpandedRun,
  parseSlurmOptions,
  type SlurmInput,
  type SlurmOptions,
} from "../plan/index.ts";
import { slurmExecutor } from "../slurm/index.ts";
import { evenkeelCommand } from "./command.ts";
import { localExecutor } from "./local.ts";
import { jobsOfThreads, localShares, type MemoryLimit, usesGpu, withinMemory } from "./shares.ts";

/** Where runs are to be trained. */
export type PlaceRequest =
  | {
      readonly on: "local";
      /** How many runs at once; default: as many as there are cores and as memory allows. */
      readonly jobs?: number | undefined;
      /** Slurm options for when the sweep is resumed there later. */
      readonly slurm?: SlurmInput;
    }
  | {
      readonly on: "slurm";
      /** Slurm options; default: what the cluster decides. */
      readonly slurm?: SlurmInput;
    };

/** This machine, as many runs at once as it has room for. */
export const LOCAL: PlaceRequest = { on: "local" };

/** Where runs are trained, and how many at once. */
export interface Place {
  readonly on: PlaceRequest["on"];
  readonly slurm: SlurmOptions;
  /** Runs at once, at most. */
  readonly jobs: number;
  /** Threads of runs whose config leaves them open. */
  readonly threads: number;
  /** Set where memory allows fewer runs at once than there are cores for. */
  readonly memory: MemoryLimit | undefined;
  /** What trains runs of a sweep there. */
  readonly executor: (sweep: Sweep) => Executor;
}

/**
 * The place for the runs of a new sweep.
 *
 * @throws EvenkeelError `USAGE` for options that Slurm does not know.
 */
export function placeFor(request: PlaceRequest, runs: readonly ExpandedRun[]): Place {
  const configs = costClasses(runs).map(({ runs: [first] }) => (first as ExpandedRun).config);
  const slurm = parseSlurmOptions(request.slurm ?? {}, []);
  if (request.on === "slurm") return slurmPlace(slurm, configs, runs.length);
  const onGpu = configs.some(usesGpu);
  const shares = withinMemory(configs, onGpu, request.jobs, (allowed) =>
    localShares(runs.length, onGpu, request.jobs, allowed),
  );
  return localPlace(slurm, shares);
}

/** Kinds of runs whose configs are read to resume a sweep. */
const MOST_KINDS = 32;

/**
 * The place to resume runs of a sweep. Threads are those of the runs' configs, so that their numbers
 * stay the same.
 *
 * @throws EvenkeelError `USAGE` for options that Slurm does not know.
 */
export async function placeToResume(
  request: PlaceRequest,
  sweep: Sweep,
  runs: readonly SweepRun[],
): Promise<Place> {
  const configs = await configsOf(sweep, runs);
  const slurm = parseSlurmOptions(request.slurm ?? sweep.slurm, []);
  if (request.on === "slurm") return slurmPlace(slurm, configs, runs.length);
  const onGpu = configs.some(usesGpu);
  const threads = configs[0]?.threads ?? 0;
  const shares = withinMemory(configs, onGpu, request.jobs, (allowed) => ({
    jobs: request.jobs ?? Math.min(allowed, jobsOfThreads(runs.length, onGpu, threads)),
    threads,
  }));
  return localPlace(slurm, shares);
}

/** A config for each point of the axes. */
async function configsOf(sweep: Sweep, runs: readonly SweepRun[]): Promise<readonly Config[]> {
  const points = new Map(runs.map((run) => [JSON.stringify(run.point), run]));
  const some = [...points.values()].slice(0, MOST_KINDS);
  return Promise.all(some.map((run) => readResolvedConfig(sweep.fileOf(run, "config"))));
}

function localPlace(
  slurm: SlurmOptions,
  shares: Pick<Place, "jobs" | "threads" | "memory">,
): Place {
  const executor = () => localExecutor(shares.jobs, evenkeelCommand());
  return { on: "local", slurm, ...shares, executor };
}

/** Of a node a run takes cores for the threads of its config, and a GPU for a device that is one. */
function slurmPlace(slurm: SlurmOptions, configs: readonly Config[], runs: number): Place {
  const cpus = slurm.cpus_per_task ?? Math.max(1, ...configs.map(({ threads }) => threads));
  const gpus = slurm.gpus_per_node ?? (configs.some(usesGpu) ? 1 : 0);
  const command = evenkeelCommand();
  return {
    on: "slurm",
    slurm,
    jobs: Math.min(runs, slurm.array_parallelism),
    threads: cpus,
    memory: undefined,
    executor: (sweep) => slurmExecutor(sweep, { cpus, gpus, options: slurm, command }),
  };
}
