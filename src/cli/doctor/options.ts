/** `evenkeel doctor` */
import type { Command } from "commander";

/** Adds the command. */
export function addDoctor(program: Command): void {
  program
    .command("doctor")
    .summary("check what this machine can do, and what is missing")
    .description(
      "Checks on every device that a small graph gives the known numbers, and prints versions, cores and what is missing.",
    )
    .option("--json", "print the findings as JSON")
    .action(async (flags) => (await import("./doctor.ts")).examine(flags.json === true));
}
