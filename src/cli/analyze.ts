/** `evenkeel analyze` */
import { type Command, Option } from "commander";
import { checkpoint, wholeNumber } from "./options.ts";

/** The command's options. */
export interface AnalyzeFlags {
  readonly step?: number | "best" | "latest";
  readonly images: number;
  readonly hessian?: string;
  readonly seed: number;
  readonly root?: string;
  readonly device: "auto" | "cpu" | "webgpu" | "cuda";
  readonly json?: boolean;
}

/** Adds the command. */
export function addAnalyze(program: Command): void {
  program
    .command("analyze")
    .summary("measure what keeps a run's discriminator stable")
    .description(
      "Measures the discriminator of a run on its training images and on generated ones: singular values, variances, gradients and the bounds that the papers prove for them. Nothing of the run changes.",
    )
    .argument("<run>", "the run's folder")
    .option("--step <n>", "the checkpoint: its step, best or latest (default)", checkpoint)
    .option("--images <n>", "real images, and as many generated ones", wholeNumber(2), 64)
    .option("--hessian <layer>", "the layer whose Hessian is measured (default: the last)")
    .option("--seed <n>", "of the noise and of which real images", wholeNumber(0), 0)
    .option("--root <dir>", "folder that holds the data sets' own folders")
    .addOption(
      new Option("--device <name>", "where to compute")
        .choices(["auto", "cpu", "webgpu", "cuda"])
        .default("auto"),
    )
    .option("--json", "print everything, whole spectra too, as JSON")
    .action(async (run: string, flags: AnalyzeFlags) =>
      (await import("./analyze-run.ts")).printAnalysis(run, flags),
    );
}
