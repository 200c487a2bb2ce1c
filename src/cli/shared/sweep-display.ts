/** Shows a sweep: a line for each run that ends, and on a terminal a live block of those that are trained. */
import { clearScreenDown, cursorTo, moveCursor } from "node:readline";
import type { SweepEvent } from "../../sweeps/execution/index.ts";
import type { RunStatus } from "../../sweeps/folder/index.ts";
import { messageText, oneLine } from "../../terminal/terminal.ts";
import { countOf, escapeControls, formatSeconds } from "../../text.ts";
import { memoryLines } from "./place.ts";

/** Seconds between plain lines. */
const PLAIN_EVERY = 10;

/** What is shown to a person, on stderr. */
export interface SweepDisplay {
  show(event: SweepEvent): void;
  note(text: string): void;
  /** Removes the live block. */
  close(): void;
}

/** A display for a sweep of `total` runs of which `done` are done. */
export function createSweepDisplay(
  total: number,
  done: number,
  stream: NodeJS.WriteStream = process.stderr,
): SweepDisplay {
  let [ended, block, lastPlain, all] = [done, 0, Number.NEGATIVE_INFINITY, total];
  const clear = () => {
    if (block > 0) {
      // the terminal may have written ^C
      cursorTo(stream, 0);
      moveCursor(stream, 0, -block);
      clearScreenDown(stream);
    }
    block = 0;
  };
  const line = (text: string) => {
    clear();
    stream.write(messageText(text, stream));
  };
  const progress = (running: readonly RunStatus[], waiting: number) => {
    const head = `${ended} of ${all} runs done, ${running.length} running, ${waiting} queued`;
    if (stream.isTTY) {
      clear();
      const lines = [head, ...running.map((one) => `  ${runText(one)}`)].map((text) =>
        escapeControls(text).slice(0, (stream.columns ?? 80) - 1),
      );
      stream.write(`${lines.join("\n")}\n`);
      block = lines.length;
      return;
    }
    const now = performance.now() / 1000;
    if (now - lastPlain < PLAIN_EVERY) return;
    lastPlain = now;
    line([head, ...running.map(runText)].join("; "));
  };
  return {
    show(event) {
      switch (event.type) {
        case "place":
          return memoryLines(event.place).forEach(line);
        case "left-alone":
          for (const { run, reason, failed } of event.runs) {
            if (failed) line(`${run.name}: failed: ${oneLine(reason)}`);
            else ended++;
          }
          return;
        case "begun":
          return stream.isTTY ? undefined : line(`${event.run.name}: begun`);
        case "rung":
          return line(`to step ${event.step}: ${countOf(event.contenders, "point")}`);
        case "round":
          all += event.added;
          return line(
            `round ${event.round} of ${event.rounds}: ${countOf(event.added, "run")} chosen by the results so far`,
          );
        case "ended":
          if (event.status.state === "done") ended++;
          return line(endText(event.status));
        case "progress":
          return progress(event.running, event.waiting);
        case "stopping":
          return line(
            event.why === "budget"
              ? "the budget is used up: all runs finish their step and save"
              : "all runs finish their step and save; press again to leave without waiting",
          );
      }
    },
    note: line,
    close: clear,
  };
}

function runText({ run, gStep, secondsLeft }: RunStatus): string {
  const left = secondsLeft === null ? "" : `, ${formatSeconds(secondsLeft)} left`;
  return `${run.name} step ${gStep}/${run.steps}${left}`;
}

function endText({ run, state, gStep, reason }: RunStatus): string {
  const at = gStep > 0 ? `, step ${gStep} of ${run.steps}` : "";
  return `${run.name}: ${state}${at}${state === "done" || reason === null ? "" : `: ${oneLine(reason)}`}`;
}
