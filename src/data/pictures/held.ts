import { countOf, escapeControls, firstOf, formatBytes, formatCount } from "../../text.ts";
import type { BrokenFile, DataCallbacks, ImageDataset } from "../dataset/index.ts";
import { imageSizes, inMemory } from "../dataset/index.ts";
import { decodeAll } from "./decode-all.ts";
import { fileAt, type ImageList, nothingReadable } from "./image-list.ts";
import { planesOfTarget, sizeOfTarget, type Target } from "./target.ts";

/**
 * Images that are decoded once and held in memory as uint8, three bytes a pixel, or four with opacity. Those that cannot be
 * decoded are left out, told in the notes and listed in `broken`.
 *
 * @throws EvenkeelError `DATA` where none can be decoded, or for a stop by the signal.
 */
export async function heldImages(
  list: ImageList,
  target: Target,
  callbacks: DataCallbacks,
): Promise<ImageDataset> {
  const { name, source, classes } = list;
  const [height, width] = sizeOfTarget(target);
  const length = planesOfTarget(target) * height * width;
  const everything = new Uint8Array(list.images.length * length);
  const outcomes = await decodeAll(list, target, everything, callbacks);
  const broken: BrokenFile[] = [...source.broken];
  const labels = new Uint16Array(outcomes.length);
  const sides: number[] = [];
  let [count, enlarged] = [0, 0];
  outcomes.forEach((outcome, i) => {
    if (outcome.status === "broken") {
      broken.push({ file: fileAt(list, i), reason: outcome.reason });
      return;
    }
    everything.copyWithin(count * length, i * length, (i + 1) * length);
    labels[count++] = list.labels[i] as number;
    sides.push(outcome.side);
    if (outcome.enlarged) enlarged++;
  });
  if (count === 0) throw nothingReadable(list, broken);
  const sizes = imageSizes(sides);
  const of = count === outcomes.length ? "" : ` of ${formatCount(outcomes.length)} files`;
  const pixels = everything.subarray(0, count * length);
  return inMemory(pixels, {
    name,
    source: source.path,
    channels: planesOfTarget(target),
    height,
    width,
    classes,
    labels: labels.subarray(0, count),
    sizes: () => sizes,
    notes: [
      `${countOf(count, "image")}${of} at ${height} × ${width} held in memory: ${formatBytes(pixels.length)}.`,
      ...list.notes,
      ...(enlarged === 0 ? [] : [`${countOf(enlarged, "image")} smaller than that, enlarged.`]),
      ...(target.channels === 4 && isOpaque(pixels, length) ? [NOTHING_TRANSPARENT] : []),
      ...brokenNotes(broken),
    ],
    broken,
  });
}

const NOTHING_TRANSPARENT =
  "None of them has a transparent place: the fourth channel (data.channels) tells nothing.";

/** Whether images with opacity, of `length` bytes each, are opaque everywhere. */
function isOpaque(images: Uint8Array, length: number): boolean {
  for (let end = length; end <= images.length; end += length) {
    if (images.subarray(end - length / 4, end).some((value) => value < 255)) return false;
  }
  return true;
}

function brokenNotes(broken: readonly BrokenFile[]): readonly string[] {
  if (broken.length === 0) return [];
  const told = firstOf(broken.map(({ file, reason }) => escapeControls(`${file} (${reason})`)));
  return [`${countOf(broken.length, "file")} skipped: ${told}.`];
}
