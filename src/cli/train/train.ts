/** What `evenkeel train` is asked for, and which options go together. */
import { EvenkeelError } from "../../errors.ts";
import { printText } from "../../terminal/terminal.ts";
import { shell } from "../../text.ts";
import { type CheckpointName, featuresSetting } from "../shared/options.ts";
import type { OwnImagesFlags } from "../shared/own-images.ts";

/** The command's options. */
export interface TrainFlags extends OwnImagesFlags {
  readonly set: readonly string[];
  readonly features?: string;
  readonly out?: string;
  readonly device?: string;
  readonly from?: string;
  readonly step?: CheckpointName;
  readonly fromRates?: number;
  readonly resume?: string;
  readonly until?: number;
  readonly report: boolean;
  readonly takeOver?: boolean;
  readonly acceptOtherData?: boolean;
  readonly seeds?: number;
  readonly dryRun?: boolean;
  readonly studio?: boolean;
  readonly shorten?: number;
  readonly printConfig?: boolean;
  /** Text to look for; `true` for all. */
  readonly list?: string | true;
}

/** Lists recipes, prints a config, forecasts or trains. */
export async function train(start: string | undefined, flags: TrainFlags): Promise<void> {
  if (flags.list) {
    const { printRecipes } = await import("./recipes.ts");
    return printRecipes(flags.list === true ? start : [flags.list, start].join(" ").trim());
  }
  checkFlags(start, flags);
  const { resume, takeOver, acceptOtherData, until, report, studio } = flags;
  const { out, dryRun, seeds, shorten, printConfig } = flags;
  const device = flags.device ? [`device=${flags.device}`] : [];
  const set = [...flags.set, ...featuresSetting(flags), ...device];
  if (!printConfig) (await import("../shared/restart.ts")).restartToKeepMemory();
  if (resume !== undefined) {
    const { resumeTraining } = await import("./runs.ts");
    return resumeTraining(resume, set, { takeOver, acceptOtherData, until, report, studio });
  }
  const { size, steps, preset, conditional, alpha } = flags;
  const own = { size, steps, preset, conditional, alpha };
  const from = fromOf(flags);
  const request = { start: start as string, set, shorten, from, ...own };
  if (printConfig) {
    const { startConfigText } = await import("./start.ts");
    return printText(await startConfigText(request));
  }
  const { trainNew, printForecastOf } = await import("./runs.ts");
  const { expectFreePlace } = await import("../shared/outputs.ts");
  await expectFreePlace("--out", out);
  if (dryRun) await printForecastOf(request, seeds);
  else if (seeds === undefined) await trainNew(request, { out, until, report, studio });
  else await (await import("./experiment.ts")).trainSeeds(request, seeds, { out, report });
}

function fromOf({ from, step, fromRates }: TrainFlags) {
  return from === undefined ? undefined : { run: from, step, rates: fromRates };
}

function checkFlags(start: string | undefined, flags: TrainFlags): void {
  const { resume, takeOver, acceptOtherData, until } = flags;
  const { out, dryRun, seeds, shorten, printConfig, from, step, fromRates } = flags;
  const refuse = (rule: string, advice: string) => {
    throw new EvenkeelError("USAGE", `train: ${rule}`, { advice });
  };
  const { size, steps, preset, conditional, alpha } = flags;
  const ofImages = [size, steps, preset, conditional, alpha];
  const ofFrom = [from, step, fromRates];
  const ofNewRuns = [start, out, seeds, dryRun, shorten, printConfig, ...ofImages, ...ofFrom];
  if (resume !== undefined && ofNewRuns.some((given) => given !== undefined)) {
    refuse(
      "--resume must be used alone or with --set, --features, --device, --until, --no-report, --studio, --take-over and --accept-other-data, got a recipe, --out, --seeds, --dry-run, --shorten, --print-config, --size, --steps, --preset, --conditional, --alpha, --from, --step or --from-rates too",
      shell`evenkeel train --resume ${resume}`,
    );
  }
  if (resume !== undefined) return;
  if (start === undefined) {
    refuse(
      "must be given a folder of images, a recipe, a config file or --resume",
      "evenkeel train ./my-images, or evenkeel train quickstart; evenkeel train --list shows all recipes.",
    );
  }
  for (const [given, option] of [
    [step, "--step"],
    [fromRates, "--from-rates"],
  ] as const) {
    if (given === undefined || from !== undefined) continue;
    refuse(
      `${option} must be used with --from`,
      `evenkeel train ${start} --from <run> ${option} ${given}`,
    );
  }
  if (until !== undefined && (seeds !== undefined || dryRun)) {
    refuse(
      "--until must not be used with --seeds or --dry-run",
      "It stops a single run; --set steps=… shortens every run.",
    );
  }
  if (flags.studio && (seeds !== undefined || dryRun || printConfig)) {
    refuse(
      "--studio must be used with a single run that is trained",
      "evenkeel studio shows all runs, those of experiments too.",
    );
  }
  for (const [given, option] of [
    [takeOver, "--take-over"],
    [acceptOtherData, "--accept-other-data"],
  ] as const) {
    if (!given) continue;
    refuse(`${option} must be used with --resume`, `evenkeel train --resume <run> ${option}`);
  }
}
