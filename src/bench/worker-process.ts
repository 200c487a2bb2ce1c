/** The measuring processes: how they answer and fail. */
import { createInterface } from "node:readline";
import { EvenkeelError } from "../errors.ts";

/** Writes an answer to standard output: one line of JSON. */
export function say(answer: object): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

/** Highest resident memory of this process so far, in MiB. */
export function peakMiB(): number {
  return process.resourceUsage().maxRSS / 1024;
}

/**
 * Answers each line `run N MS` on standard input with the milliseconds of steps and the memory:
 * `{"ms": [...], "peakMiB": ...}`; any other line with `{"error": ...}`. The steps are N, and more until MS
 * milliseconds have passed; `run N` is N steps. Returns at the end of the input.
 */
export async function answerRuns(step: () => Promise<unknown>): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const [, count = "0", least = "0"] = /^run ([1-9]\d*)(?: (\d+))?$/.exec(line) ?? [];
    if (count === "0") {
      say({ error: `must be 'run <iterations> [<milliseconds>]', got '${line}'` });
      continue;
    }
    const ms: number[] = [];
    for (
      let passed = 0;
      ms.length < Number(count) || passed < Number(least);
      passed += ms.at(-1)!
    ) {
      const start = performance.now();
      await step();
      ms.push(performance.now() - start);
    }
    say({ ms, peakMiB: peakMiB() });
  }
}

/** Runs the process's work. An {@link EvenkeelError} is printed without a stack trace and ends in exit code 1. */
export async function runWorker(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof EvenkeelError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
