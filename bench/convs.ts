/** `npm run bench:convs`: the convolutions of the paper's CNN, one by one. */
import { atLeast, npmCommand, onProgress, printResult, runCommand } from "../tools/command.ts";
import { measureConvs } from "./convs/measure.ts";
import { convsLines } from "./tables.ts";

interface Options {
  readonly batch: number;
  readonly calls: number;
  readonly threads: number;
  readonly json?: boolean;
}

await runCommand(
  npmCommand(
    "bench:convs",
    "Measures each convolution of the paper's CNN alone, forward and both gradients, in GFLOP/s, beside a large matrix product on the same engine and threads.",
  )
    .option("--batch <n>", "images in a batch of the discriminator", atLeast(1), 128)
    .option("--calls <n>", "timed calls of each operation", atLeast(1), 7)
    .option("--threads <n>", "processor threads; 0: all cores", atLeast(0), 0)
    .option("--json", "print the result as JSON")
    .action(async ({ json, ...options }: Options) => {
      const result = await measureConvs({ ...options, onProgress });
      printResult(json, result, convsLines(result));
    }),
);
