/** Commands that take a folder, zip or tar of images instead of a recipe. */
import { extname } from "node:path";
import type { ImagePresetName } from "../../config/images/index.ts";
import { recipes } from "../../config/index.ts";
import { imageEndings, isImageSource } from "../../data/sources/index.ts";
import { refusal } from "../../errors.ts";
import { isFile } from "../../files/index.ts";
import { type AlphaWay, type OwnImages, ownImagesConfig } from "../../own-images/index.ts";
import { isRunFolder } from "../../runs/folder/index.ts";
import { showPath } from "../../terminal/paths.ts";
import { createDisplay } from "../../terminal/progress.ts";
import { table } from "../../terminal/table.ts";
import { tell, WIDTH } from "../../terminal/terminal.ts";
import { countOf, formatCount, shell } from "../../text.ts";
import type { ImageSizeFlag } from "./own-images-options.ts";

/** What a person asks of a run on their images. */
export interface OwnImagesFlags {
  readonly size?: ImageSizeFlag | undefined;
  readonly steps?: number | undefined;
  readonly preset?: ImagePresetName | undefined;
  readonly conditional?: boolean | undefined;
  readonly alpha?: AlphaWay | undefined;
}

/**
 * Whether a command's argument is a folder, zip or tar of images: not a recipe, a config or a run.
 *
 * @throws EvenkeelError `USAGE` for a single image.
 */
export async function isOwnImages(start: string): Promise<boolean> {
  if (Object.hasOwn(recipes, start)) return false;
  if (imageEndings.has(extname(start).toLowerCase()) && (await isFile(start))) {
    throw refusal("USAGE", {
      where: start,
      rule: "is a single image; a generator learns from many",
      advice: "Name the folder that it is in.",
    });
  }
  return (await isImageSource(start)) && !(await isRunFolder(start));
}

/** The config of a run on images, with a display of what is done for it. */
export async function chosenConfig(
  path: string,
  set: readonly string[],
  flags: OwnImagesFlags,
): Promise<OwnImages> {
  const display = createDisplay(1);
  const { size, steps, preset, conditional, alpha } = flags;
  const chosen = { steps, preset, conditional, alpha };
  try {
    return await ownImagesConfig(
      { path, set, size: size?.height, width: widthOf(size), ...chosen },
      { onPhase: display.phase, onProgress: display.work },
    );
  } finally {
    display.close();
  }
}

/** Tells what was chosen for images, a line each, with the reason. */
export function tellChoices(own: OwnImages): void {
  tell(surveyText(own));
  const rows = own.choices.map(({ what, ...choice }) => [`  ${what}`, choiceText(choice)]);
  for (const line of table(rows, WIDTH)) tell(line);
  for (const note of own.notes) tell(`  ${note}`);
  tell(shell`  Change them with --set, or in a file: evenkeel init ${own.config.data.path ?? ""}`);
}

/** What was chosen for images, as comments of their config. */
export function choiceNotes(own: OwnImages): readonly string[] {
  return [
    surveyText(own),
    ...own.choices.map(({ what, ...choice }) => `${what}: ${choiceText(choice)}.`),
    ...own.notes,
  ];
}

const choiceText = ({ chosen, reason }: { readonly chosen: string; readonly reason: string }) =>
  `${chosen}: ${reason}`;

function surveyText({ survey: { path, count, looked, sizes } }: OwnImages): string {
  if (sizes === undefined) return `${showPath(path)}: ${countOf(count, "image")}`;
  const { least, greatest, median } = sizes;
  const range =
    least === greatest
      ? `${formatCount(median)} pixels`
      : `${formatCount(least)} to ${formatCount(greatest)} pixels, median ${formatCount(median)}`;
  const of = looked < count ? ` of ${formatCount(looked)} looked at` : "";
  return `${showPath(path)}: ${countOf(count, "image")}; shorter sides${of}: ${range}`;
}

/** The width, where it differs from the height. */
function widthOf(size: ImageSizeFlag | undefined): number | undefined {
  return size === undefined || size.width === size.height ? undefined : size.width;
}

/** The settings of what is asked for by options of their own. */
export function settingsOf({ size, steps }: OwnImagesFlags): readonly string[] {
  return [
    ...(size === undefined ? [] : [`data.size=${size.height}`]),
    ...(widthOf(size) === undefined ? [] : [`data.width=${widthOf(size)}`]),
    ...(steps === undefined ? [] : [`steps=${steps}`]),
  ];
}
