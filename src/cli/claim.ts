/** `evenkeel claim` */
import { type Command, Option } from "commander";
import { repeatable, wholeNumber } from "./options.ts";
import { onOption, type PlaceFlags, slurmOption } from "./sweep-place.ts";

/** Options of `claim run`. */
export interface ClaimFlags extends PlaceFlags {
  readonly scale: "small" | "paper";
  readonly seeds?: number;
  readonly out?: string;
  readonly set: readonly string[];
  readonly dryRun?: boolean;
}

/** Adds the command and its parts. */
export function addClaim(program: Command): void {
  const claim = program
    .command("claim")
    .enablePositionalOptions()
    .summary("put what the papers claim to the test")
    .description(
      "Puts a claim of one of the papers to the test: runs what it takes, and tells what was measured beside what was published.",
    );
  claim
    .command("list")
    .description("List the claims.")
    .option("--json", "print them as JSON")
    .action(async (flags) => (await import("./claim-run.ts")).listClaims(flags));
  claim
    .command("show")
    .description("Tell what a claim says, how it is tested and what decides.")
    .argument("<name>", "a claim (see claim list)")
    .action(async (name) => (await import("./claim-run.ts")).showClaim(name));
  claim
    .command("run")
    .description(
      "Test a claim. Ends with 0 if its criterion is met and with 1 if it is not. Ctrl-C saves; the same command with the same --out goes on.",
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
    .option("--seeds <n>", "runs of each setting (default: the claim's)", wholeNumber(1))
    .option("--out <dir>", "its folder (default: the next number below runs/)")
    .option("--jobs <n>", "runs side by side (default: one for each core)", wholeNumber(1))
    .addOption(onOption())
    .addOption(slurmOption())
    .addOption(repeatable("--set <path=value>", "set a config key of all runs, such as data.root"))
    .option("--dry-run", "list the runs; train nothing")
    .action(async (name: string, flags: ClaimFlags) =>
      (await import("./claim-run.ts")).testClaim(name, flags),
    );
}
