/** `evenkeel watch` */
import type { Command } from "commander";
import type { Limit } from "../../limits.ts";
import { wholeNumber } from "../shared/options.ts";
import type { WatchFlags } from "./watch.ts";

const SECONDS: Limit = { most: 86_400, because: "that is a day" };

/** Adds the command. */
export function addWatch(program: Command): void {
  program
    .command("watch")
    .summary("follow a run that another process trains")
    .description(
      "Follows a run until it ends: steps, speed, losses, health, evaluations and samples, as its folder says. The run itself is left alone, also by Ctrl-C.",
    )
    .argument("<run>", "the run's folder")
    .option(
      "--every <seconds>",
      "seconds between two looks (default: 2 on a terminal, else 10)",
      wholeNumber(1, SECONDS),
    )
    .action(async (folder: string, flags: WatchFlags) =>
      (await import("./watch.ts")).watchRun(folder, flags),
    );
}
