/** `evenkeel export` */
import { type Command, Option } from "commander";
import { STEP_OPTION } from "../shared/options.ts";
import type { ExportFlags } from "./export.ts";

/** Adds the command. */
export function addExport(program: Command): void {
  program
    .command("export")
    .summary("write a run's networks for other programs")
    .description("Writes the networks of a run's checkpoint as ONNX or safetensors.")
    .argument("<run>", "the run's folder")
    .addOption(
      new Option("--format <name>", "the file format")
        .choices(["onnx", "safetensors"])
        .default("onnx"),
    )
    .addOption(
      new Option(
        "--what <part>",
        "which network (default: generator for onnx, all for safetensors)",
      ).choices(["generator", "discriminator", "all"]),
    )
    .option(...STEP_OPTION)
    .option("--out <file>", "the file (default: <run>/<part>.<format>)")
    .action(async (folder: string, flags: ExportFlags) =>
      (await import("./export.ts")).exportNetworks(folder, flags),
    );
}
