/** Images that nothing can be learned from, and requests that do not fit them. */

import { imageSizeProblem } from "../config/images/index.ts";
import type { ImageSurvey } from "../data/dataset/index.ts";
import { type EvenkeelError, refusal } from "../errors.ts";
import { countOf, firstOf, formatCount, quoted, shell } from "../text.ts";
import type { Facts } from "./choice.ts";
import type { ReadRequest } from "./request.ts";

/** The least number of images to learn from, and the least shorter side of them, in pixels. */
const LEAST = { images: 20, side: 16 } as const;

/**
 * Refuses too few images, unreadable ones, ones of a single color and ones of few pixels, and sizes and classes
 * that there are not. Images that are refused here can still be trained on by a recipe, where all settings are
 * the person's.
 *
 * @throws EvenkeelError `DATA` for the images, `CONFIG` for the request.
 */
export function refuseUnfit({ survey, request }: Omit<Facts, "machine">): void {
  const { path, count, looked, sizes, blank, broken } = survey;
  const anyway = shell`To train on them all the same: evenkeel train images-32 --set data.path=${request.path}`;
  const unfit = (rule: string, got: string, advice: string): EvenkeelError =>
    refusal("DATA", { where: path, rule, got, advice, details: { path } });
  if (sizes === undefined) {
    const first = broken[0];
    throw unfit(
      "must have images that can be read",
      `${countOf(looked, "file")} that cannot: ${first?.file}: ${first?.reason}`,
      "Open one of them with an image viewer; save them anew as PNG or JPEG.",
    );
  }
  if (count < LEAST.images) {
    throw unfit(
      `must have ${LEAST.images} images at least: of so few a generator only learns copies`,
      countOf(count, "image"),
      `Add images; some hundreds are a start. ${anyway}`,
    );
  }
  if (blank === looked - broken.length) {
    throw unfit(
      "must have images that show something",
      `${formatCount(blank)} images looked at, each of a single color`,
      `Is it the right folder? ${anyway}`,
    );
  }
  if (sizes.median < LEAST.side && request.size === undefined) {
    throw unfit(
      `must have images of ${LEAST.side} pixels at least`,
      `a median shorter side of ${countOf(sizes.median, "pixel")}`,
      `Are these previews? Name the folder of the images themselves, or enlarge them: --size 32.`,
    );
  }
  refuseRequest(survey, request);
}

function refuseRequest(survey: ImageSurvey, request: ReadRequest): void {
  const { classes, path } = survey;
  refuseSize(request);
  refuseOpacity(survey, request);
  if (request.conditional && classes.length < 2) {
    throw refusal("CONFIG", {
      where: "--conditional",
      rule: "needs images in two sub-folders at least, one for each class",
      got: `${countOf(classes.length, "class")} in ${path}`,
      advice: shell`Put the images of each class into a folder of its own directly in ${path}, or leave --conditional out.`,
    });
  }
}

/** Opacity that is the same everywhere is nothing to learn. */
function refuseOpacity(
  { path, looked, broken, transparent }: ImageSurvey,
  request: ReadRequest,
): void {
  if (request.asked("data.channels") !== 4 || transparent > 0) return;
  throw refusal("CONFIG", {
    where: "data.channels",
    rule: "must be 1 or 3 for images without transparent places",
    got: `4 (--alpha channel), and none in the ${countOf(looked - broken.length, "image")} of ${path} looked at`,
    advice:
      "Leave --alpha out. Transparency is kept in PNG, WebP, TIFF and GIF files, not in JPEG; a background that was painted into the pixels is none.",
  });
}

function refuseSize({ size, path, asked }: ReadRequest): void {
  if (size === undefined) {
    const width = asked("data.width");
    if (width === undefined) return;
    throw refusal("CONFIG", {
      where: "data.width",
      rule: "must be given with the height, data.size",
      got: String(width),
      advice: "Give both, as height x width: --size 96x64.",
    });
  }
  const problem = imageSizeProblem(size);
  if (problem === undefined) return;
  throw refusal("CONFIG", {
    where: "data.size",
    rule: problem,
    got: size.width === size.height ? String(asked("data.size")) : `${size.height} x ${size.width}`,
    advice: shell`Other sizes, with networks of your choice: evenkeel train images-32 --set data.path=${path} --set data.size=N`,
  });
}

/** What a person should know of images that are trained on all the same: a sentence each. */
export function doubts({ survey, request }: Pick<Facts, "survey" | "request">): readonly string[] {
  const { looked, blank, broken, transparent, notes, sizes } = survey;
  const least = sizes?.least ?? 0;
  const isLaid = transparent > 0 && request.asked("data.channels") !== 4;
  const background = request.asked("data.background") ?? "white";
  return [
    ...notes,
    ...(broken.length === 0
      ? []
      : [
          `${countOf(broken.length, "file")} of the ${formatCount(looked)} looked at cannot be read and will be left out: ${firstOf(
            broken.map(({ file, reason }) => quoted(`${file} (${reason})`)),
            2,
          )}.`,
        ]),
    ...(blank === 0
      ? []
      : [`Of a single color: ${countOf(blank, "image")} of the ${formatCount(looked)} looked at.`]),
    ...(isLaid
      ? [
          `With transparent places, which become ${background} (data.background): ${countOf(transparent, "image")} of the ${formatCount(looked)} looked at; --alpha channel learns what is transparent.`,
        ]
      : []),
    ...(least >= LEAST.side
      ? []
      : [`The smallest has a shorter side of ${countOf(least, "pixel")}.`]),
  ];
}
