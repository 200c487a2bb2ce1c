/** `npm run bench:startup`: the time until the command line answers, a recipe trains, a generator draws. */
import {
  atLeast,
  names,
  npmCommand,
  onProgress,
  printResult,
  runCommand,
} from "../tools/command.ts";
import { measureStartup } from "./startup/measure.ts";
import { startupLines } from "./tables.ts";

interface Options {
  readonly recipes: readonly string[];
  readonly threads: number;
  readonly json?: boolean;
}

await runCommand(
  npmCommand(
    "bench:startup",
    "Measures how long `evenkeel --help` takes, how long a recipe's two steps take to compile, and how many images per second the paper's CNN generates, with the memory of each.",
  )
    .option("--recipes <names>", "recipes to compile, separated by commas", names, [
      "quickstart",
      "bssn-imagenet",
    ])
    .option("--threads <n>", "processor threads; 0: all cores", atLeast(0), 0)
    .option("--json", "print the result as JSON")
    .action(async ({ json, ...options }: Options) => {
      const result = await measureStartup({ ...options, onProgress });
      printResult(json, result, startupLines(result));
    }),
);
