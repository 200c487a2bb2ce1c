/** `evenkeel report` */
import type { Command } from "commander";
import type { ReportFlags } from "./report.ts";

/** Adds the command. */
export function addReport(program: Command): void {
  program
    .command("report")
    .summary("write a page about runs: curves, samples, results, differences")
    .description(
      "Writes one HTML file that needs no network: curves, samples over time, results with their protocols, and the differences between the runs. Seeds of one config are shown as bands. The page also holds the numbers of every chart as CSV.",
    )
    .argument("<paths...>", "runs, experiments or sweeps")
    .option(
      "--out <file>",
      "the page (default: report.html in the folder if only one is given, else here)",
    )
    .option("--files <dir>", "also write every chart to this folder, as SVG and CSV")
    .option("--analyze", "measure the discriminators first, as evenkeel analyze does")
    .action(async (paths: readonly string[], flags: ReportFlags) =>
      (await import("./report.ts")).report(paths, flags),
    );
}
