/** Sweeps on a Slurm cluster, as the command line has them. */
import { parse } from "yaml";
import type { Config } from "../config/index.ts";
import { EvenkeelError } from "../errors.ts";
import { asAttempt } from "../runs/folder/index.ts";
import { jobsOf } from "../sweeps/execution/index.ts";
import type { Executor } from "../sweeps/executor.ts";
import type { Sweep, SweepRun } from "../sweeps/folder/index.ts";
import { parseSlurmOptions, type SlurmInput, type SlurmOptions } from "../sweeps/plan/index.ts";
import { runSlurm, type SlurmTasks, slurmExecutor, slurmTasks } from "../sweeps/slurm/index.ts";
import { evenkeelCommand } from "./sweep-command.ts";
import { isGpu } from "./sweep-shares.ts";

/** Options of a sweep that is to go to Slurm, `--slurm key=value` over those of its file; values are YAML. */
export function slurmOptions(written: SlurmInput, flags: readonly string[]): SlurmOptions {
  const options = flags.map((flag): [string, unknown] => {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(flag) ?? [];
    if (key !== undefined && value !== undefined) {
      try {
        return [key.trim(), parse(value, { prettyErrors: false })];
      } catch {}
    }
    throw new EvenkeelError("USAGE", `--slurm: must be key=value, the value in YAML, got ${flag}`, {
      advice: "As in --slurm partition=gpu --slurm timeout_min=240.",
    });
  });
  return parseSlurmOptions(written, options);
}

/** Refuses where there is no Slurm, before anything is made. */
export async function expectSlurm(): Promise<void> {
  await runSlurm("sbatch", ["--version"]);
}

/** What a run takes of a node: cores for the threads of its config, a GPU for a device that is one. */
export function taskShares(
  { cpus_per_task, gpus_per_node }: SlurmOptions,
  configs: readonly Config[],
): { readonly cpus: number; readonly gpus: number } {
  const threads = Math.max(1, ...configs.map((config) => config.threads));
  const onGpu = configs.some(({ device }) => isGpu(device));
  return { cpus: cpus_per_task ?? threads, gpus: gpus_per_node ?? (onGpu ? 1 : 0) };
}

/** An executor of a sweep's runs on Slurm. */
export function onSlurm(
  sweep: Sweep,
  options: SlurmOptions,
  shares: ReturnType<typeof taskShares>,
): Executor {
  return slurmExecutor(sweep, { ...shares, options, command: evenkeelCommand() });
}

/**
 * Hands runs to the executor and leaves them to it; one that cannot begin makes the exit code 1.
 *
 * @throws EvenkeelError `SLURM` if Slurm refuses them.
 */
export async function handOver(
  sweep: Sweep,
  runs: readonly SweepRun[],
  executor: Executor,
): Promise<void> {
  await asAttempt(sweep.path, false, async () => {
    const { jobs, leftAlone } = await jobsOf(sweep, runs);
    for (const { run, reason, failed } of leftAlone) {
      if (!failed) continue;
      console.error(`${run.name}: failed: ${reason}`);
      process.exitCode = 1;
    }
    await executor.submit(jobs);
    console.error(`${jobs.length} runs are in Slurm's queue`);
  });
}

/** What Slurm says of a sweep's runs; nothing, and a warning, where it cannot be asked. */
export async function askSlurm(sweep: Sweep): Promise<SlurmTasks> {
  try {
    return await slurmTasks(sweep);
  } catch (error) {
    if (!(error instanceof EvenkeelError) || error.code !== "SLURM") throw error;
    console.error(`warning: ${error.message}; what follows is what the runs themselves wrote`);
    return { byRun: new Map(), submitted: new Set() };
  }
}
