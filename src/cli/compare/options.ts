/** `evenkeel compare` */
import type { Command } from "commander";
import type { CompareFlags } from "./compare.ts";

/** Adds the command. */
export function addCompare(program: Command): void {
  program
    .command("compare")
    .summary("put results side by side, and say whether they are comparable")
    .description(
      "Shows the newest results of runs side by side, with the published values, and warns where they were not measured alike.",
    )
    .argument("<paths...>", "runs, experiments or evaluations.jsonl files")
    .option("--features <name>", "only results with features of this network, such as shapes")
    .option("--strict", "exit with code 1 if some results are not comparable")
    .option("--json", "print the comparison as JSON")
    .action(async (paths: readonly string[], flags: CompareFlags) =>
      (await import("./compare.ts")).compare(paths, flags),
    );
}
