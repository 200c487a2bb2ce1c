/** `npm run bench:inception`: images per second of the network that FID is computed with. */
import { Option } from "commander";
import type { NodeDevice } from "evenkeel/runtime/node";
import { atLeast, npmCommand, onProgress, printResult, runCommand } from "../tools/command.ts";
import { measureInception } from "./inception/measure.ts";
import { inceptionLines } from "./tables.ts";

interface Options {
  readonly device: NodeDevice;
  readonly batch: number;
  readonly rounds: number;
  readonly threads: number;
  readonly json?: boolean;
}

await runCommand(
  npmCommand(
    "bench:inception",
    "Measures how many images per second the Inception network of 2015 turns into features, with random weights, from pixels to features: images of its own 299 pixels, and images of 32 and of 128 pixels, which it resizes.",
  )
    .option("--batch <n>", "images in a batch", atLeast(1), 16)
    .option("--rounds <n>", "timed batches of each size", atLeast(1), 5)
    .addOption(
      new Option("--device <name>", "where to compute")
        .choices(["auto", "cpu", "webgpu", "cuda"])
        .default("cpu"),
    )
    .option("--threads <n>", "processor threads; 0: all cores", atLeast(0), 0)
    .option("--json", "print the result as JSON")
    .action(async ({ json, ...options }: Options) => {
      const result = await measureInception({ ...options, onProgress });
      printResult(json, result, inceptionLines(result));
    }),
);
