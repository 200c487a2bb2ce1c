/** What Slurm says of jobs, read from its own formats, which stay the same between its versions. */
import { type RunSlurm, runSlurm } from "./commands.ts";

/** One task of a job array, as Slurm knows it. */
export interface QueuedTask {
  /** The name of the array it is of. */
  readonly array: string;
  /** Its index in the array. */
  readonly index: number;
  /** What Slurm calls it, such as `12_3`; another job may have had this number. */
  readonly id: string;
  readonly stage: "waiting" | "running" | "ended";
  /** Slurm's own word, such as `PENDING` or `NODE_FAIL`. */
  readonly state: string;
  /** Why it waits or ended, such as `Priority`; empty where Slurm gives no reason. */
  readonly reason: string;
  /** Where it runs; empty while it waits. */
  readonly nodes: string;
}

/** The fields that are asked of `squeue`; what may hold a `|` comes last. */
const FORMAT = "%F|%K|%T|%j|%N|%r";
const WAITING = new Set([
  "PENDING",
  "REQUEUED",
  "REQUEUE_HOLD",
  "REQUEUE_FED",
  "SPECIAL_EXIT",
  "RESV_DEL_HOLD",
]);
const ENDED = new Set([
  "BOOT_FAIL",
  "CANCELLED",
  "COMPLETED",
  "DEADLINE",
  "FAILED",
  "LAUNCH_FAILED",
  "NODE_FAIL",
  "OUT_OF_MEMORY",
  "PREEMPTED",
  "RECONFIG_FAIL",
  "REVOKED",
  "TIMEOUT",
]);

/**
 * The tasks of arrays with these names that Slurm knows: all that wait or run, and those that ended a few
 * minutes ago.
 *
 * @throws EvenkeelError `SLURM` if there is no `squeue` or it does not reach the controller.
 */
export async function readQueue(
  arrays: readonly string[],
  run: RunSlurm = runSlurm,
): Promise<readonly QueuedTask[]> {
  if (arrays.length === 0) return [];
  const names = `--name=${arrays.join(",")}`;
  return parseQueue(await run("squeue", ["-h", "-r", "-t", "all", names, "-o", FORMAT]));
}

/** Reads what `squeue -h -r -o '%F|%K|%T|%j|%N|%r'` prints; lines that are no task of an array are passed over. */
export function parseQueue(text: string): readonly QueuedTask[] {
  return text.split("\n").flatMap((line) => {
    const [job = "", index = "", state = "", array = "", nodes = "", ...reason] = line.split("|");
    if (!/^\d+$/.test(job) || !/^\d+$/.test(index)) return [];
    const stage = WAITING.has(state) ? "waiting" : ENDED.has(state) ? "ended" : "running";
    const why = reason.join("|").trim();
    return {
      ...{ array, index: Number(index), id: `${job}_${index}`, stage, state, nodes },
      reason: why === "None" ? "" : why,
    };
  });
}

/** The most tasks of an array where the cluster does not say. */
const USUAL_ARRAY_SIZE = 1001;
/** Tasks of an array, at most: what a person can still look through. */
const MOST_TASKS = 1000;

/** How many tasks an array may have, numbered from 1: at most a thousand, fewer where the cluster says so. */
export async function arrayLimit(run: RunSlurm = runSlurm): Promise<number> {
  return parseArrayLimit(await run("scontrol", ["show", "config"]));
}

/** Reads what `scontrol show config` prints; indices end one before `MaxArraySize`. */
export function parseArrayLimit(text: string): number {
  const [, size = USUAL_ARRAY_SIZE] = /^MaxArraySize\s*=\s*(\d+)\s*$/m.exec(text) ?? [];
  return Math.max(1, Math.min(MOST_TASKS, Number(size) - 1));
}

/** Indices as Slurm takes them: `1-3,7`. */
export function indexText(indices: readonly number[]): string {
  const sorted = [...new Set(indices)].sort((a, b) => a - b);
  const ranges: [number, number][] = [];
  for (const index of sorted) {
    const last = ranges.at(-1);
    if (last?.[1] === index - 1) last[1] = index;
    else ranges.push([index, index]);
  }
  return ranges.map(([from, to]) => (from === to ? from : `${from}-${to}`)).join(",");
}
