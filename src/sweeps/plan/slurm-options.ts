/** What is asked of Slurm for the runs of a sweep, by the names that submitit and Hydra have for it. */
import { z } from "zod";
import { EvenkeelError } from "../../errors.ts";
import { nearest } from "../../suggest.ts";

const word = z
  .string()
  .regex(/^[^\s]+$/, "must be text without spaces")
  .optional();

/** Options of the jobs; what is left out the cluster decides. */
export const slurmSchema = z.strictObject({
  partition: word.describe("where the jobs run"),
  account: word.describe("who is charged"),
  qos: word.describe("a quality of service"),
  constraint: word.describe("features that a node must have"),
  exclude: word.describe("nodes that must not be taken"),
  timeout_min: z.int().min(1).optional().describe("minutes until a job is stopped"),
  signal_delay_s: z
    .int()
    .min(1)
    .default(120)
    .describe("seconds before that at which a run saves and puts its job back into the queue"),
  max_num_timeout: z
    .int()
    .min(0)
    .default(10)
    .describe("how often a job goes back into the queue; then its run stays stopped"),
  cpus_per_task: z
    .int()
    .min(1)
    .optional()
    .describe("cores of each run; default: the threads that its config sets, else 1"),
  gpus_per_node: z
    .int()
    .min(0)
    .optional()
    .describe("GPUs of each run; default: 1 if a config's device is one, else 0"),
  mem_gb: z.number().positive().optional().describe("memory of each run, in GiB"),
  array_parallelism: z
    .int()
    .min(1)
    .default(256)
    .describe("the most jobs of an array that run at once"),
  setup: z.array(z.string()).default([]).describe("shell commands before each run"),
  additional_parameters: z
    .record(z.string().regex(/^[a-z][a-z0-9-]*$/), z.union([z.string(), z.number(), z.boolean()]))
    .default({})
    .describe("other options of sbatch by their long names; true for one without a value"),
});

/** What is asked of Slurm, defaults included. */
export type SlurmOptions = Readonly<z.output<typeof slurmSchema>>;
/** As people write it. */
export type SlurmInput = Readonly<z.input<typeof slurmSchema>>;

/**
 * Options of a sweep's file with those of a command line, `key=value`, laid over them.
 *
 * @throws EvenkeelError `USAGE` that names the option, its rule and its value.
 */
export function parseSlurmOptions(
  written: SlurmInput,
  options: readonly (readonly [key: string, value: unknown])[],
): SlurmOptions {
  const known = Object.keys(slurmSchema.shape);
  for (const [key] of options) {
    if (known.includes(key)) continue;
    const near = nearest(key, known);
    throw new EvenkeelError("USAGE", `--slurm: must be one of ${known.join(", ")}, got ${key}`, {
      advice:
        near === undefined
          ? `Any option of sbatch: --slurm 'additional_parameters={${key}: …}'`
          : `Did you mean ${near}?`,
    });
  }
  const parsed = slurmSchema.safeParse({ ...written, ...Object.fromEntries(options) });
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    const key = String(path[0]);
    const got = JSON.stringify(Object.fromEntries(options)[key]);
    throw new EvenkeelError("USAGE", `--slurm ${key}: ${message}, got ${got}`, {
      advice: "docs/slurm.md explains each option.",
    });
  }
  const { timeout_min, signal_delay_s } = parsed.data;
  if (timeout_min !== undefined && signal_delay_s >= 60 * timeout_min) {
    throw new EvenkeelError(
      "USAGE",
      `slurm: signal_delay_s must be below ${60 * timeout_min}, the seconds of timeout_min, got ${signal_delay_s}`,
      { advice: "A run would save and go back into the queue as soon as it has begun." },
    );
  }
  return parsed.data;
}
