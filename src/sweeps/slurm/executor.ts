/** Runs jobs on a Slurm cluster, as tasks of job arrays. */
import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { EvenkeelError } from "../../errors.ts";
import { onDisk, writeFileAtomically } from "../../files/index.ts";
import { shell } from "../../text.ts";
import type { Executor, Job, JobState } from "../executor.ts";
import type { Sweep } from "../folder/index.ts";
import type { SlurmOptions } from "../plan/index.ts";
import { createArray } from "./arrays.ts";
import { type RunSlurm, runSlurm } from "./commands.ts";
import { arrayLimit, indexText, type QueuedTask } from "./queue.ts";
import { quote, scriptText, submitArgs } from "./script.ts";
import { slurmTasks } from "./tasks.ts";

/** Milliseconds between two questions to Slurm, which all users of a cluster share. */
const ASK_EVERY = 5000;
/** Milliseconds for which a controller may be away before that is an error. */
const AWAY_AT_MOST = 600_000;

/** How the runs of a sweep are handed to Slurm. */
export interface SlurmJobs {
  readonly options: SlurmOptions;
  /** How `evenkeel` is started on the nodes: a program and its first arguments. */
  readonly command: readonly [string, ...string[]];
  /** Cores and GPUs of each run. */
  readonly cpus: number;
  readonly gpus: number;
  /** Default: the commands on the PATH. */
  readonly run?: RunSlurm;
}

/**
 * An executor that submits one job array for each thousand jobs, or as many as the cluster allows. It
 * keeps only which jobs it was given: their states are read from Slurm's queue, as any other process can.
 */
export function slurmExecutor(sweep: Sweep, jobs: SlurmJobs): Executor {
  const { run = runSlurm } = jobs;
  let asked = Number.NEGATIVE_INFINITY;
  let answered = performance.now();
  const own = new Set<string>();
  /** `undefined` from a submission until the queue was read. */
  let tasks: ReadonlyMap<string, QueuedTask> | undefined;

  const ask = async () => {
    asked = performance.now();
    try {
      tasks = (await slurmTasks(sweep, run)).byRun;
      answered = performance.now();
    } catch (error) {
      // while a controller restarts it does not answer, and its jobs continue
      if (performance.now() - answered > AWAY_AT_MOST) throw error;
    }
  };
  return {
    async submit(more) {
      const most = more.length === 0 ? 1 : await arrayLimit(run);
      for (let first = 0; first < more.length; first += most) {
        const some = more.slice(first, first + most);
        await submitArray(sweep, jobs, some, first);
        for (const { name } of some) own.add(name);
      }
      tasks = undefined;
      asked = Number.NEGATIVE_INFINITY;
    },
    async status() {
      if (performance.now() - asked >= ASK_EVERY) await ask();
      const stateOf = (name: string): JobState =>
        tasks === undefined ? { state: "waiting" } : jobState(tasks.get(name));
      return new Map([...own].map((name) => [name, stateOf(name)]));
    },
    async cancel(names) {
      await ask();
      await cancelTasks(
        names.flatMap((name) => tasks?.get(name) ?? []),
        run,
      );
      asked = Number.NEGATIVE_INFINITY;
    },
  };
}

function jobState(task: QueuedTask | undefined): JobState {
  if (task === undefined) return { state: "ended", code: null };
  if (task.stage !== "ended") return { state: task.stage };
  return { state: "ended", code: task.state === "COMPLETED" ? 0 : null };
}

async function submitArray(
  sweep: Sweep,
  { options, command, cpus, gpus, run = runSlurm }: SlurmJobs,
  jobs: readonly Job[],
  before: number,
): Promise<void> {
  const names = jobs.map(({ name }) => name);
  const { name, folder } = await createArray(sweep, names);
  const array = {
    ...{ name, options, command, cpus, gpus },
    comment: `evenkeel sweep ${resolve(sweep.path)}`,
    tasks: jobs.length,
    lines: join(folder, "tasks.txt"),
    output: join(folder, "output.txt"),
  };
  const script = join(folder, "job.sh");
  const requeues = `--requeues ${options.max_num_timeout}`;
  const lines = jobs.map(
    ({ args, log }) => `${args.map(quote).join(" ")} ${requeues} >>${quote(resolve(log))} 2>&1\n`,
  );
  await writeFileAtomically(array.lines, lines.join(""));
  await writeFileAtomically(script, scriptText(array));
  try {
    await run("sbatch", [...submitArgs(array), script]);
  } catch (error) {
    await onDisk("remove", folder, () => rm(folder, { recursive: true, force: true }));
    if (!(error instanceof EvenkeelError)) throw error;
    const had = before === 0 ? "" : ` after it took ${before} runs`;
    throw new EvenkeelError("SLURM", `Slurm refuses ${jobs.length} runs${had}: ${error.message}`, {
      advice: shell`Nothing is lost. With other options: evenkeel sweep resume ${sweep.path} --on slurm --slurm partition=…`,
      cause: error,
    });
  }
}

/**
 * Drops tasks that wait, and asks those that run to save and stop.
 *
 * Only their numbers are given, as Slurm has just reported them: with an additional filter, such as an
 * array's name, `scancel` cancels all waiting tasks of the array, not only the given ones (Slurm 22.05).
 *
 * @throws EvenkeelError `SLURM` if Slurm refuses.
 */
export async function cancelTasks(
  tasks: readonly QueuedTask[],
  run: RunSlurm = runSlurm,
): Promise<void> {
  for (const [stage, how] of [
    ["waiting", []],
    ["running", ["--batch", "--signal=TERM"]],
  ] as const) {
    const chosen = tasks.filter((task) => task.stage === stage);
    for (const array of new Set(chosen.map((task) => task.array))) {
      const own = chosen.filter((task) => task.array === array);
      const [job] = own[0]!.id.split("_");
      const ids = `${job}_[${indexText(own.map(({ index }) => index))}]`;
      await run("scancel", [...how, ids]);
    }
  }
}
