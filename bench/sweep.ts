/** `npm run bench:sweep`: runs side by side, beside one run on all cores. */
import { atLeast, npmCommand, onProgress, printResult, runCommand } from "../tools/command.ts";
import { measureSideBySide } from "./sweep/measure.ts";
import { sideBySideLines } from "./tables.ts";

interface Options {
  readonly rounds: number;
  readonly seconds: number;
  readonly json?: boolean;
}

await runCommand(
  npmCommand(
    "bench:sweep",
    "Trains one run on all cores, and as many runs as there are cores with one thread each (and the divisions between), alternating, and prints the images per second of all runs together. Cases are those of `evenkeel bench --list`, on random images, and recipes, on their data.",
  )
    .argument("[case...]", "cases or recipes; default: quickstart and cnn32-sn-b64")
    .option("--rounds <n>", "turns of each division", atLeast(1), 9)
    .option("--seconds <n>", "approximate seconds of a turn", atLeast(1), 5)
    .option("--json", "print the result as JSON")
    .action(async (cases: readonly string[], { json, ...options }: Options) => {
      const result = await measureSideBySide({ ...options, names: cases, onProgress });
      printResult(json, result, sideBySideLines(result));
    }),
);
