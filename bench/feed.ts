/** `npm run bench:feed`: training on images that are decoded meanwhile. */
import { resolve } from "node:path";
import { Argument } from "commander";
import { atLeast, npmCommand, onProgress, printResult, runCommand } from "../tools/command.ts";
import { feedCases } from "./feed/cases.ts";
import { withJpegs } from "./feed/images.ts";
import { measureFeed } from "./feed/measure.ts";
import { feedLines } from "./tables.ts";

interface Options {
  readonly images?: string;
  readonly count?: number;
  readonly rounds: number;
  readonly iterations?: number;
  readonly json?: boolean;
}

await runCommand(
  npmCommand(
    "bench:feed",
    "Trains the quickstart's GAN and the paper's CNN at 32 pixels on the same JPEG files in two ways, alternating: decoded once and held in memory, and decoded as they are needed. Prints images per second.",
  )
    .addArgument(
      new Argument("[case...]", "cases; default: both").choices(feedCases.map(({ name }) => name)),
    )
    .option("--images <path>", "folder, zip or tar of JPEG files; default: 2000 temporary ones")
    .option("--count <n>", "use the first n of them; default: all", atLeast(400))
    .option("--rounds <n>", "turns of each side", atLeast(1), 15)
    .option("--iterations <n>", "iterations of a turn; default: 20 and 2", atLeast(1))
    .option("--json", "print the result as JSON")
    .action(async (cases: readonly string[], { json, images, ...options }: Options) => {
      const measure = (path: string) => measureFeed({ ...options, cases, path, onProgress });
      const result = await (images === undefined
        ? withJpegs(measure, onProgress)
        : measure(resolve(images)));
      printResult(json, result, feedLines(result));
    }),
);
