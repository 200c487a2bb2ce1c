/** `evenkeel report` */
import type { Command } from "commander";

/** The command's options. */
export interface ReportFlags {
  readonly out?: string;
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
    .action(async (paths: readonly string[], flags: ReportFlags) =>
      (await import("./report-run.ts")).report(paths, flags),
    );
}
