/** `evenkeel claim` */
import { type Command, Option } from "commander";
import { RUNS } from "../../limits.ts";
import {
  featuresOption,
  jobsOption,
  onOption,
  repeatable,
  slurmOption,
  wholeNumber,
} from "../shared/options.ts";
import type { ListFlags, ShowFlags } from "./list.ts";
import type { OverviewFlags } from "./overview.ts";
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
    .description(
      "Print what a claim says, how it is tested, what is stated before its first run, and how long it takes.",
    )
    .argument("<name>", "a claim (see claim list)")
    .addOption(scaleOption())
    .action(async (name: string, flags: ShowFlags) =>
      (await import("./list.ts")).showClaim(name, flags),
    );
  claim
    .command("run")
    .description(
      "Test a claim. The exit code is 0 if it holds, 1 if it does not, and 3 if it is undecided. Ctrl-C saves; the same command with the same --out continues.",
    )
    .argument("<name>", "a claim (see claim list)")
    .addOption(scaleOption())
    .option(
      "--data <names>",
      "the images: shapes, mnist or cifar10, several with commas for data-sets (default: mnist where its files are found below data.root, else shapes; cifar10 at the medium scale)",
    )
    .option("--seeds <n>", "number of seeds that test (default: the claim's)", wholeNumber(1, RUNS))
    .option("--out <dir>", "the claim's folder (default: the next number in runs/)")
    .addOption(jobsOption())
    .addOption(onOption())
    .addOption(slurmOption())
    .addOption(repeatable("--set <path=value>", "set a config key of all runs, such as data.root"))
    .addOption(featuresOption())
    .option("--dry-run", "list the runs; train nothing")
    .action(async (name: string, flags: ClaimFlags) =>
      (await import("./run.ts")).testClaim(name, flags),
    );
  claim
    .command("overview")
    .description(
      "Write one page of all claims that were tested in the folders below a folder, the newest test of each.",
    )
    .argument("[folder]", "the folder", "claims")
    .option("--out <file>", "the page (default: overview.html in the folder)")
    .addOption(scaleOption())
    .action(async (folder: string, flags: OverviewFlags) =>
      (await import("./overview.ts")).overview(folder, flags),
    );
}

const scaleOption = () =>
  new Option(
    "--scale <scale>",
    "small: minutes on two cores; medium: some hours, CIFAR-10, where the claim has it; paper: the paper's networks, data and steps",
  )
    .choices(["small", "medium", "paper"])
    .default("small");
