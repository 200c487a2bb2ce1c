/** `evenkeel bench`. */
import { type Command, Option } from "commander";
import { COSTS_NOTHING, type Limit } from "../../limits.ts";
import { wholeNumber } from "../shared/options.ts";

const ROUNDS: Limit = { most: 1000, because: "each takes about a second" };
const ITERATIONS: Limit = { most: 10_000, because: "each takes about a tenth of a second" };

/** Adds the command. */
export function addBench(program: Command): void {
  program
    .command("bench")
    .summary("measure training iterations, and compare them with PyTorch's")
    .description(
      "Measures the milliseconds of one training iteration: a D step and a G step at 32 pixels. Without a name it measures cnn32-sn-b64, with `all` every case. --against pytorch measures the same iterations in PyTorch too, alternating with ours, on a graphics card if --device is one. --profile shows which layers and operators take our time.",
    )
    .argument("[case...]", "cases; --list shows them")
    .addOption(new Option("--against <peer>", "what to compare with").choices(["pytorch"]))
    .option("--rounds <n>", "turns of each side", wholeNumber(1, ROUNDS), 5)
    .option(
      "--iterations <n>",
      "iterations of a turn, more if they take less than a second",
      wholeNumber(1, ITERATIONS),
      3,
    )
    .option(
      "--threads <n>",
      "processor threads of both sides; 0: all cores",
      wholeNumber(0, COSTS_NOTHING),
      0,
    )
    .addOption(
      new Option("--device <name>", "where to compute")
        .choices(["cpu", "webgpu", "cuda"])
        .default("cpu"),
    )
    .option("--python <file>", "the interpreter that has PyTorch", "python3")
    .addOption(
      new Option("--profile", "the processor's times, by layer and by kind").conflicts([
        "against",
        "device",
      ]),
    )
    .addOption(new Option("--list", "list the cases").conflicts(["against", "profile"]))
    .option("--json", "print the result as JSON")
    .action(async (cases, flags) => (await import("./bench.ts")).runBench(cases, flags));
}
