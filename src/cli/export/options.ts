/** `evenkeel export` */
import { type Command, Option } from "commander";
import { STEP_OPTION } from "../shared/options.ts";
import type { ExportFlags } from "./export.ts";

/** Adds the command. */
export function addExport(program: Command): void {
  program
    .command("export")
    .summary("write a run's networks for other programs")
    .description(
      "Writes the networks of a run's checkpoint as ONNX or safetensors, or its generator as a page.",
    )
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
    .addOption(
      new Option(
        "--example <kind>",
        "also print a program of ten lines that draws an image with the exported generator",
      ).choices(["node", "python", "page"]),
    )
    .addOption(
      new Option(
        "--page <file>",
        "write one .html file instead, which has the generator inside and shows new images at each click",
      ).conflicts(["out", "example"]),
    )
    .action(async (folder: string, flags: ExportFlags) =>
      (await import("./export.ts")).exportNetworks(folder, flags),
    );
}
