/** `evenkeel export` */
import { type Command, Option } from "commander";
import type { ExportFormat, ExportPart } from "../runs/trained/index.ts";

interface ExportFlags {
  readonly format: ExportFormat;
  readonly what?: ExportPart;
  readonly out?: string;
}

/** Adds the command. */
export function addExport(program: Command): void {
  program
    .command("export")
    .summary("write a run's networks for other programs")
    .description("Writes the networks of a run's newest checkpoint as ONNX or safetensors.")
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
    .option("--out <file>", "the file (default: <run>/<part>.<format>)")
    .action(run);
}

async function run(folder: string, flags: ExportFlags): Promise<void> {
  const { writeExport } = await import("./export-run.ts");
  const { format, what = format === "onnx" ? "generator" : "all", out } = flags;
  await writeExport(folder, format, what, out);
}
