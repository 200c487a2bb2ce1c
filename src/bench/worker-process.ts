/** What the measuring processes have in common. */
import { EvenkeelError } from "../errors.ts";

/** Says an answer: one line of JSON. */
export function say(answer: object): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

/** Highest resident memory of this process so far. */
export function peakMiB(): number {
  return process.resourceUsage().maxRSS / 1024;
}

/** Runs the process's work; an error of ours is told without a stack trace. */
export async function runWorker(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof EvenkeelError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
