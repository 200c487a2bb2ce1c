/** Follows a run in the terminal from what it writes to its folder. */

import { showPath } from "../../terminal/paths.ts";
import { trainingText } from "../../terminal/progress.ts";
import { createBlock, printLines, printWhole } from "../../terminal/terminal.ts";
import { shell } from "../../text.ts";
import { type RunView, viewRun } from "../../training/index.ts";
import { viewLines } from "./lines.ts";

/** The command's options. */
export interface WatchFlags {
  readonly every?: number;
}

/** Seconds between two looks, on a terminal and elsewhere. */
const [LIVE, PLAIN] = [2, 10];

/** Shows a run until it ends; exit code 1 if it failed or its process is gone. */
export async function watchRun(folder: string, { every }: WatchFlags): Promise<void> {
  const { isTTY } = process.stdout;
  const block = createBlock(process.stdout);
  let last = "";
  for (;;) {
    const view = await viewRun(folder);
    const moves = isMoving(view);
    if (isTTY) block.show(viewLines(view));
    else if (moves) {
      const line = trainingText(view.progress, view.steps ?? view.progress.counters.gStep);
      if (line !== last) printLines([line]);
      last = line;
    } else printLines(viewLines(view));
    if (!moves) return ended(view);
    await new Promise((resolve) => setTimeout(resolve, 1000 * (every ?? (isTTY ? LIVE : PLAIN))));
  }
}

const isMoving = ({ info, live }: RunView) => info.status === "running" && live !== undefined;

function ended({ path, info }: RunView): void {
  if (info.status !== "done")
    printWhole(`  npx ${shell`evenkeel train --resume ${showPath(path)}`}`);
  if (info.status === "failed" || info.status === "running") process.exitCode = 1;
}
