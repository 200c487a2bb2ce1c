/** `evenkeel claim` */
import { type Command, Option } from "commander";
import { RUNS } from "../../limits.ts";
import { jobsOption, onOption, repeatable, slurmOption, wholeNumber } from "../shared/options.ts";
import type { ListFlags } from "./list.ts";
import type { ClaimFlags } from "./run.ts";

/** Adds the command and its parts. */
export function addClaim(program: Command): void {
  const claim = program
    .command("claim")
    .enablePositionalOptions()
    .summary("test a claim of the papers")
    .description(
      "Tests a claim of one of the papers: trains or measures what the claim is about, and prints the measured values next to the published ones.",
    );
  claim
    .command("list")
    .description("List the claims.")
    .option("--json", "print them as JSON")
    .action(async (flags: ListFlags) => (await import("./list.ts")).listClaims(flags));
  claim
    .command("show")
    .description("Print what a claim says, how it is tested and what the criterion is.")
    .argument("<name>", "a claim (see claim list)")
    .action(async (name: string) => (await import("./list.ts")).showClaim(name));
  claim
    .command("run")
    .description(
      "Test a claim. The exit code is 0 if its criterion is met and 1 if it is not. Ctrl-C saves; the same command with the same --out continues.",
    )
    .argument("<name>", "a claim (see claim list)")
    .addOption(
      new Option(
        "--scale <scale>",
        "small: minutes on two cores; paper: the paper's networks, data and steps",
      )
        .choices(["small", "paper"])
        .default("small"),
    )
    .option(
      "--seeds <n>",
      "number of runs of each setting (default: the claim's)",
      wholeNumber(1, RUNS),
    )
    .option("--out <dir>", "the claim's folder (default: the next number in runs/)")
    .addOption(jobsOption())
    .addOption(onOption())
    .addOption(slurmOption())
    .addOption(repeatable("--set <path=value>", "set a config key of all runs, such as data.root"))
    .option("--dry-run", "list the runs; train nothing")
    .action(async (name: string, flags: ClaimFlags) =>
      (await import("./run.ts")).testClaim(name, flags),
    );
}
