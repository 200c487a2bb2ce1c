/** `evenkeel doctor` */
import type { Command } from "commander";

/** Adds the command. */
export function addDoctor(program: Command): void {
  program
    .command("doctor")
    .summary("tell what this machine can do, and what is missing")
    .description(
      "Checks every device with a small graph against known numbers, and tells versions, threads and what is missing.",
    )
    .option("--json", "print the findings as JSON")
    .action(async (flags) => (await import("./doctor-run.ts")).examine(flags.json === true));
}
