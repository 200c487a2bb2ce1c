/** What is handed to Slurm: the options of an array, and the script of its tasks. */
import type { SlurmOptions } from "../plan/index.ts";

/** An array that is to be submitted. */
export interface ArrayScript {
  /** Its name in the queue, no other array's. */
  readonly name: string;
  /** A comment for people, shown with the name. */
  readonly comment: string;
  /** How many tasks, numbered from 1. */
  readonly tasks: number;
  /** The file whose lines are the tasks' arguments and where their words go, in the shell's quotes. */
  readonly lines: string;
  /** The file that takes what the shell and Slurm say. */
  readonly output: string;
  /** How `evenkeel` is started. */
  readonly command: readonly [string, ...string[]];
  readonly cpus: number;
  readonly gpus: number;
  readonly options: SlurmOptions;
}

/**
 * The options of `sbatch`. A task that fails with its node is queued again; one that comes near its time
 * limit gets SIGUSR1, straight from Slurm, as its shell becomes its process.
 */
export function submitArgs({
  name,
  comment,
  tasks,
  output,
  cpus,
  gpus,
  options,
}: ArrayScript): string[] {
  const { partition, account, qos, constraint, exclude, timeout_min, mem_gb } = options;
  const given: Record<string, string | number | boolean | undefined> = {
    "job-name": name,
    comment,
    array: `1-${tasks}%${options.array_parallelism}`,
    output,
    "open-mode": "append",
    signal: `B:USR1@${options.signal_delay_s}`,
    ...{ partition, account, qos, constraint, exclude },
    time: timeout_min,
    mem: mem_gb === undefined ? undefined : `${Math.ceil(mem_gb * 1024)}M`,
    nodes: 1,
    ntasks: 1,
    "cpus-per-task": cpus,
    "gpus-per-node": gpus === 0 ? undefined : gpus,
    ...options.additional_parameters,
  };
  const flags = Object.entries(given).flatMap(([key, value]) => {
    if (value === undefined || value === false) return [];
    return value === true ? [`--${key}`] : [`--${key}=${value}`];
  });
  return ["--parsable", "--requeue", ...flags];
}

/** The script of every task. `exec` comes last, so that signals meet the run and nothing survives it. */
export function scriptText({ comment, lines, command, options }: ArrayScript): string {
  const start = command.map(quote).join(" ");
  return [
    "#!/bin/bash",
    `# ${comment}`,
    ...options.setup,
    `task=$(sed -n "\${SLURM_ARRAY_TASK_ID}p" ${quote(lines)}) || exit`,
    `eval "exec ${start.replaceAll(/[\\"$`]/g, "\\$&")} $task"`,
    "",
  ].join("\n");
}

/** One word of the shell. */
export function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
