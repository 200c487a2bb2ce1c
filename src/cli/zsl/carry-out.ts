/** Carries out an experiment with a display, and stops it on Ctrl-C. */
import type { Engine } from "../../runtime/index.ts";
import { nodeEngine } from "../../runtime/node.ts";
import { createDisplay, type TaskProgress } from "../../terminal/progress.ts";
import { abortOnSignals, exitCodes } from "../../terminal/signals.ts";
import { hanging } from "../../terminal/table.ts";
import { printJson, printLines, tell } from "../../terminal/terminal.ts";
import { formatShare } from "../../text.ts";
import type { MeanInterval } from "../../zsl/index.ts";
import { expectFolderPlace, expectFreePlace } from "../shared/outputs.ts";
import type { ZslFlags } from "./flags.ts";

/** What an experiment is carried out with. */
export interface Means {
  readonly engine: Engine;
  readonly out: string | undefined;
  readonly signal: AbortSignal;
  readonly onDrawings: (done: number, total: number) => void;
  /** Shows how far it is. */
  readonly show: (progress: TaskProgress) => void;
  /** Tells that it goes on from what was kept. */
  readonly resumed: (where: string) => void;
}

/**
 * Carries out an experiment and prints what it gives.
 *
 * @param work gives `undefined` if it was stopped.
 */
export async function carryOut<Answer extends object>(
  set: string,
  { threads, out, json }: ZslFlags,
  work: (means: Means) => Promise<Answer | undefined>,
  printAnswer: (answer: Answer, out?: string) => void,
): Promise<void> {
  await expectFolderPlace("--out", out);
  await expectFreePlace("--out", out, { reads: set === "shapes" ? [] : [set] });
  const display = createDisplay(1);
  const stop = new AbortController();
  const signals = abortOnSignals(stop);
  let isKept = false;
  try {
    const answer = await work({
      ...{ engine: nodeEngine({ device: "cpu", threads }), out, signal: stop.signal },
      onDrawings: (done, total) =>
        display.work({ task: "features of drawings", done, total, unit: "drawings" }),
      show: (progress) => {
        isKept = out !== undefined;
        display.work(progress);
      },
      resumed: (where) => {
        isKept = true;
        display.note(`goes on after ${where}`);
      },
    });
    display.close();
    if (answer === undefined) {
      tell(isKept ? "stopped; what was trained is kept" : "stopped; nothing was kept");
      if (isKept) printLines(hanging("next: the same command again"));
      process.exitCode = exitCodes[signals.received() ?? "SIGINT"];
      return;
    }
    if (json) printJson(answer);
    else printAnswer(answer, out);
  } finally {
    signals.remove();
    display.close();
  }
}

/** A mean as a share, with half of its interval where it has one. */
export function intervalText({ mean, half }: MeanInterval): string {
  const text = formatShare(mean, 1);
  return half === null ? text : `${text} ± ${(100 * half).toFixed(1)}`;
}
