/** `evenkeel tune-scale` */
import { type Command, InvalidArgumentError, Option } from "commander";
import { repeatable, wholeNumber } from "./options.ts";
import { onOption, type PlaceFlags, slurmOption } from "./sweep-place.ts";

/** Options of `tune-scale`. */
export interface TuneScaleFlags extends PlaceFlags {
  readonly by: "halving" | "gradient";
  readonly scales?: readonly number[];
  readonly seeds?: number;
  readonly steps?: number;
  readonly metric?: string;
  readonly mode?: "min" | "max";
  readonly set: readonly string[];
  readonly out?: string;
  readonly dryRun?: boolean;
}

/** Adds the command. */
export function addTuneScale(program: Command): void {
  program
    .command("tune-scale")
    .summary("find a good scale for SSN or BSSN")
    .description(
      "Finds a good scale for a discriminator's scaled spectral normalization (SSN, BSSN; SN and BSN become these) without training every scale to its end. Ctrl-C saves; the same command with the same --out goes on. docs/tune-scale.md shows how well this works.",
    )
    .argument("<recipe|config.yaml>", "what is trained")
    .addOption(
      new Option(
        "--by <way>",
        "halving: all scales train a little, the better half goes on, and so forth; gradient: short runs, whose discriminators' slopes tell",
      )
        .choices(["halving", "gradient"])
        .default("halving"),
    )
    .option(
      "--scales <list>",
      "scales to try, with commas (default: 0.7,1,1.4,2,2.8,4)",
      (text: string) => {
        const scales = text.split(",").map((one) => (one.trim() === "" ? Number.NaN : Number(one)));
        if (scales.some(Number.isNaN))
          throw new InvalidArgumentError("must be numbers with commas.");
        return scales;
      },
    )
    .option("--seeds <n>", "runs of each scale (default: 1)", wholeNumber(1))
    .option("--steps <n>", "generator steps of a whole run (default: the config's)", wholeNumber(1))
    .option("--metric <name>", "halving: what decides (default: what the config evaluates first)")
    .addOption(
      new Option("--mode <mode>", "halving: whether a low value is good, or a high one").choices([
        "min",
        "max",
      ]),
    )
    .option("--out <dir>", "its folder (default: the next number below runs/)")
    .option("--jobs <n>", "runs side by side (default: one for each core)", wholeNumber(1))
    .addOption(onOption())
    .addOption(slurmOption())
    .addOption(repeatable("--set <path=value>", "set a config key"))
    .option("--dry-run", "tell the runs and their steps; train nothing")
    .action(async (start: string, flags: TuneScaleFlags) =>
      (await import("./tune-scale-run.ts")).findScale(start, flags),
    );
}
