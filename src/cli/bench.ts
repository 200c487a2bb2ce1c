/** `evenkeel bench` */
import { type Command, Option } from "commander";
import { wholeNumber } from "./options.ts";

/** Adds the command. */
export function addBench(program: Command): void {
  program
    .command("bench")
    .summary("measure an iteration, beside PyTorch where it is installed")
    .description(
      "Measures milliseconds of one iteration (D step and G step) of the papers' CNN; with --against pytorch the same step in PyTorch in the same run, in turns.",
    )
    .addOption(new Option("--against <peer>", "whom to measure beside us").choices(["pytorch"]))
    .option("--rounds <n>", "turns of each side", wholeNumber(1), 5)
    .option("--iterations <n>", "iterations of a turn", wholeNumber(1), 3)
    .option("--threads <n>", "processor threads of both; 0: all cores", wholeNumber(0), 0)
    .option("--python <file>", "the interpreter that has PyTorch", "python3")
    .option("--json", "print the result as JSON")
    .action(async (flags) => (await import("./bench-run.ts")).runBench(flags));
}
