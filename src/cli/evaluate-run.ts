/** Measures with a display, minds Ctrl-C, and prints the results. */
import { type EvaluationOutcome, startEvaluation } from "../evaluation/index.ts";
import type { EvaluateFlags } from "./evaluate.ts";
import { evaluationLines } from "./evaluation-tables.ts";
import { createDisplay } from "./progress.ts";

/** Measures a path and prints what came of it. */
export async function evaluatePath(path: string, flags: EvaluateFlags): Promise<void> {
  const { json, realCount, fakeCount, realSplit, rounding, seed, ...rest } = flags;
  const changes = { realCount, fakeCount, realSplit, rounding, seed };
  const display = createDisplay(1);
  let outcome: EvaluationOutcome | undefined;
  const stop = (signal: NodeJS.Signals) => {
    display.close();
    console.error("stopped; nothing of it was recorded");
    // by the signal itself: ending the thread within a call of the engine would abort the process
    process.off("SIGINT", stop).off("SIGTERM", stop);
    process.kill(process.pid, signal);
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  try {
    await startEvaluation({ path, changes, ...rest }, (message) => {
      if (message.type === "note") display.note(message.text);
      else if (message.type === "progress") display.work(message.progress);
      else outcome = message.outcome;
    });
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
    display.close();
  }
  if (outcome === undefined) throw new Error("internal: the evaluation ended without an outcome");
  if (json) console.log(JSON.stringify(outcome, null, 2));
  else for (const line of evaluationLines(outcome)) console.log(line);
}
