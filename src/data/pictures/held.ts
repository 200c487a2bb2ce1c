import { countOf, escapeControls, firstOf, formatBytes } from "../../text.ts";
import type { BrokenFile, DataCallbacks, ImageDataset } from "../dataset/index.ts";
import { imageSizes, inMemory } from "../dataset/index.ts";
import type { Target } from "./decode.ts";
import { decodeAll } from "./decode-all.ts";
import { fileAt, type ImageList, nothingReadable } from "./image-list.ts";

/**
 * Images that are decoded once and held in memory as uint8, 3·size² bytes each. Those that cannot be
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
  const { size } = target;
  const length = 3 * size * size;
  const everything = new Uint8Array(list.images.length * length);
  const outcomes = await decodeAll(list, target, everything, callbacks);
  const broken: BrokenFile[] = [...source.broken];
  const labels = new Uint16Array(outcomes.length);
  const sides: number[] = [];
  let count = 0;
  outcomes.forEach((outcome, i) => {
    if (outcome.status === "broken") {
      broken.push({ file: fileAt(list, i), reason: outcome.reason });
      return;
    }
    everything.copyWithin(count * length, i * length, (i + 1) * length);
    labels[count++] = list.labels[i] as number;
    sides.push(outcome.side);
  });
  if (count === 0) throw nothingReadable(list, broken);
  const enlarged = sides.filter((side) => side < size).length;
  const sizes = imageSizes(sides);
  const pixels = everything.subarray(0, count * length);
  return inMemory(pixels, {
    name,
    source: source.path,
    channels: 3,
    height: size,
    width: size,
    classes,
    labels: labels.subarray(0, count),
    sizes: () => sizes,
    notes: [
      `${countOf(count, "image")} at ${size} × ${size} held in memory: ${formatBytes(pixels.length)}.`,
      ...list.notes,
      ...(enlarged === 0 ? [] : [`${countOf(enlarged, "image")} smaller than that, enlarged.`]),
      ...brokenNotes(broken),
    ],
    broken,
  });
}

function brokenNotes(broken: readonly BrokenFile[]): readonly string[] {
  if (broken.length === 0) return [];
  const told = firstOf(broken.map(({ file, reason }) => escapeControls(`${file} (${reason})`)));
  return [`${countOf(broken.length, "file")} skipped: ${told}.`];
}
