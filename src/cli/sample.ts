/** `evenkeel sample` */
import { type Command, Option } from "commander";
import { wholeNumber } from "./options.ts";

interface SampleFlags {
  readonly count?: number;
  readonly seed: number;
  readonly out?: string;
  readonly interpolate?: boolean;
  readonly class?: number;
  readonly device: "auto" | "cpu" | "webgpu" | "cuda";
}

/** Adds the command. */
export function addSample(program: Command): void {
  program
    .command("sample")
    .summary("draw images from a run's generator")
    .description("Draws images from the newest checkpoint of a run: one grid, or a file each.")
    .argument("<run>", "the run's folder")
    .option("--count <n>", "images (default: 64), or rows with --interpolate (8)", wholeNumber(1))
    .option("--out <path>", "a .png file for a grid, or a folder for single images")
    .option("--seed <n>", "of the noise", wholeNumber(0), 0)
    .option("--interpolate", "rows that lead from one image to another")
    .option(
      "--class <n>",
      "conditional GANs: this class only (default: a class to a row)",
      wholeNumber(0),
    )
    .addOption(
      new Option("--device <name>", "where to compute")
        .choices(["auto", "cpu", "webgpu", "cuda"])
        .default("auto"),
    )
    .action(run);
}

async function run(folder: string, flags: SampleFlags): Promise<void> {
  const { writeSamples } = await import("./sample-run.ts");
  await writeSamples(folder, flags);
}
