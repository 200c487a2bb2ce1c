/** The config that a command trains: a recipe's, a file's, or one that follows from images. */

import {
  type Config,
  commentedConfig,
  requestedConfig,
  shortenConfig,
} from "../../config/index.ts";
import { EvenkeelError } from "../../errors.ts";
import { timesBySize } from "../../own-images/index.ts";
import { countOf, formatSeconds, shell } from "../../text.ts";
import type { Forecast, StartFrom } from "../../training/index.ts";
import {
  choiceNotes,
  chosenConfig,
  isOwnImages,
  type OwnImagesFlags,
  settingsOf,
  tellChoices,
} from "../shared/own-images.ts";
import { startedFrom } from "./from-run.ts";

/** What a run starts from. */
export interface TrainStart extends OwnImagesFlags {
  /** A recipe's name, a config file's path, or that of a folder or an archive of images. */
  readonly start: string;
  /** Options `path=value`. */
  readonly set: readonly string[];
  /** The factor by which to shorten the run; default 1. */
  readonly shorten?: number | undefined;
  /** The run whose weights it takes; default none. */
  readonly from?: StartFrom | undefined;
}

/** A config, and how a run of it is forecast. */
export interface StartOfRun {
  readonly config: Config;
  /** What a forecast says beside what the run takes: rows of a table. */
  readonly forecastRows: (forecast: Forecast) => readonly (readonly string[])[];
}

/**
 * The complete config; what was chosen by images is told.
 *
 * @throws EvenkeelError `CONFIG` for every problem of it, `DATA` for images that cannot be learned from.
 */
export async function startOfRun(request: TrainStart): Promise<StartOfRun> {
  const { start, set, shorten = 1, from, ...flags } = request;
  if (!(await isOwnImages(start))) {
    const config = await startedFrom(await requestedConfig(withoutImages(request)), from);
    return { config, forecastRows: () => [] };
  }
  const own = await chosenConfig(start, set, flags);
  tellChoices(own);
  const config = await startedFrom(shortenConfig(own.config, shorten), from);
  return { config, forecastRows: (forecast) => sizeRows(config, flags, forecast) };
}

/** What the run would take at each size, and the largest that takes an hour at most. */
function sizeRows(
  config: Config,
  { preset = "small" }: OwnImagesFlags,
  { steps, totalSeconds }: Forecast,
): readonly (readonly string[])[] {
  const times = timesBySize(config, preset, totalSeconds);
  const quick = times.findLast(({ seconds }) => seconds <= 3600);
  const many = countOf(steps, "step");
  return [
    ...times.map(({ height, width, seconds, estimated }) => [
      `at ${height} x ${width}`,
      `${formatSeconds(seconds)}, ${countOf(Math.floor((3600 * steps) / seconds), "step")} in an hour (${estimated ? "estimated by operations" : "measured"})`,
    ]),
    [
      "in an hour",
      quick === undefined
        ? `no size takes ${many}`
        : `${quick.height} x ${quick.width} is the largest size that takes ${many}`,
    ],
  ];
}

/** The complete config as a commented file. */
export async function startConfigText(request: TrainStart): Promise<string> {
  const { start, set, shorten = 1, from, ...flags } = request;
  const shortened = shorten > 1 ? [`Shortened ${shorten} times by --shorten.`] : [];
  if (!(await isOwnImages(start))) {
    const config = await startedFrom(await requestedConfig(withoutImages(request)), from);
    return commentedConfig(config, shortened);
  }
  const own = await chosenConfig(start, set, flags);
  const config = await startedFrom(shortenConfig(own.config, shorten), from);
  return commentedConfig(config, [...choiceNotes(own), ...shortened]);
}

/** The request for a recipe or a file: options that are for images alone are refused. */
function withoutImages({ start, set, shorten, ...flags }: TrainStart) {
  for (const option of ["preset", "conditional", "alpha"] as const) {
    if (flags[option] === undefined) continue;
    throw new EvenkeelError(
      "USAGE",
      `--${option}: must be used with a folder, zip or tar of images, got ${start}`,
      {
        advice: shell`Recipes have keys of the config for it: evenkeel train ${start} --print-config`,
      },
    );
  }
  return { start, set: [...settingsOf(flags), ...set], shorten };
}
