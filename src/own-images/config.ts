/** The config of a run on images of one's own. */

import { recipeSides, square } from "../config/images/index.ts";
import { type Config, loadConfig } from "../config/index.ts";
import { surveyDataset } from "../data/catalog/index.ts";
import type { DataCallbacks, ImageSurvey } from "../data/dataset/index.ts";
import type { NodeDevice } from "../runtime/node.ts";
import type { Choice } from "./choice.ts";
import { derive } from "./derive.ts";
import { openMachine } from "./machine.ts";
import { doubts, refuseUnfit } from "./refuse.ts";
import { type OwnImagesRequest, readRequest } from "./request.ts";
import { pixelsText, variantAt } from "./variants.ts";

/** The config of a run, and how it came about. */
export interface OwnImages {
  readonly config: Config;
  readonly survey: ImageSurvey;
  /** What was chosen, each with its reason. */
  readonly choices: readonly Choice[];
  /** What a person should know of the images: a sentence each. */
  readonly notes: readonly string[];
}

/** What is told while a config is made. */
export interface OwnImagesCallbacks extends Pick<DataCallbacks, "onProgress" | "signal"> {
  /** Called with what begins now, in a few words. */
  readonly onPhase?: ((text: string) => void) | undefined;
}

/**
 * Looks at images, measures this machine where the size or the number of steps is not given, and chooses the
 * settings of a run; see `derive`.
 *
 * @throws EvenkeelError `DATA` for images that are missing or that cannot be learned from; `CONFIG` for a
 *   request that does not fit them; `USAGE` for an unknown preset.
 */
export async function ownImagesConfig(
  options: OwnImagesRequest,
  { onPhase, ...callbacks }: OwnImagesCallbacks = {},
): Promise<OwnImages> {
  const request = readRequest(options);
  onPhase?.(`looking at ${request.path}`);
  const survey = await surveyDataset(request.data, callbacks);
  refuseUnfit({ survey, request });
  const size = request.size ?? square(recipeSides[0]);
  const isTimed = request.size === undefined || request.asked("steps") === undefined;
  if (isTimed) onPhase?.(`measuring an iteration at ${pixelsText(size)}`);
  const machine = await openMachine({
    device: (request.asked("device") ?? "auto") as NodeDevice,
    threads: Number(request.asked("threads") ?? 0),
    measured: isTimed ? variantAt(size, 3, request.preset) : undefined,
  });
  const facts = { survey, machine, request };
  const { recipe, settings, choices } = derive(facts);
  const config = await loadConfig(recipe, [...settings, ...(options.set ?? [])]);
  return { config, survey, choices, notes: doubts(facts) };
}
