/** `evenkeel compare` */
import type { Command } from "commander";

/** Adds the command. */
export function addCompare(program: Command): void {
  program
    .command("compare")
    .summary("put results beside each other, if they may be compared")
    .description(
      "Shows the newest results of runs beside each other and beside what was published, and warns where they were not obtained alike.",
    )
    .argument("<paths...>", "runs, experiments or evaluations.jsonl files")
    .option("--strict", "exit with code 1 where results may not be compared")
    .option("--json", "print the comparison as JSON")
    .action(async (paths: readonly string[], flags) =>
      (await import("./compare-run.ts")).compare(paths, flags),
    );
}
