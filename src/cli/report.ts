/** `evenkeel report` */
import type { Command } from "commander";

/** The command's options. */
export interface ReportFlags {
  readonly out?: string;
  readonly files?: string;
  readonly analyze?: boolean;
}

/** Adds the command. */
export function addReport(program: Command): void {
  program
    .command("report")
    .summary("write a page about runs: curves, samples, results, differences")
    .description(
      "Writes one HTML file that needs no network: curves, samples over time, results with their protocols, and in what the runs differ. Seeds become bands. The numbers of every chart are in the page as CSV.",
    )
    .argument("<paths...>", "runs, experiments or sweeps")
    .option(
      "--out <file>",
      "the page (default: report.html in the one folder that is named, or here)",
    )
    .option("--files <dir>", "write every chart there as well, as SVG and CSV")
    .option("--analyze", "measure the discriminators first, as evenkeel analyze does")
    .action(async (paths: readonly string[], flags: ReportFlags) =>
      (await import("./report-run.ts")).report(paths, flags),
    );
}
