/** `evenkeel studio` */
import type { Command } from "commander";
import type { Limit } from "../../limits.ts";
import { wholeNumber } from "../shared/options.ts";
import type { StudioFlags } from "./studio.ts";

const PORTS: Limit = { most: 65_535, because: "that is the last port there is" };

/** Adds the command. */
export function addStudio(program: Command): void {
  program
    .command("studio")
    .summary("show runs in the browser, live")
    .description(
      "Opens a page on this machine that shows the runs below a folder: what is trained now, how it looks, whether it is healthy, and what earlier runs came to. Only this machine can reach it. Ctrl-C ends it; runs go on.",
    )
    .option("--runs <folder...>", "folders below which runs are looked for (default: runs)")
    .option(
      "--port <number>",
      "port on this machine; 0: any that is free (default: 4270, or the next that is free)",
      wholeNumber(0, PORTS),
    )
    .option("--no-open", "print the address, and open no browser")
    .action(async (flags: StudioFlags) => (await import("./studio.ts")).runStudio(flags));
}
