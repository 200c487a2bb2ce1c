import { EvenkeelError } from "../../errors.ts";
import { countOf, formatBytes } from "../../text.ts";
import {
  type BrokenFile,
  checkedRead,
  type DataCallbacks,
  filesAtOnce,
  type ImageDataset,
  imageSizes,
  limiter,
} from "../dataset/index.ts";
import { decodeFrom, fileAt, type ImageList } from "./image-list.ts";
import { planesOfTarget, sizeOfTarget, type Target } from "./target.ts";

/** The most images that are decoded before they are needed. */
const mostAhead = 256;
/** The share of the memory for images that they may take. */
const shareAhead = 1 / 4;

/**
 * Images that are decoded each time they are read, a few at a time, so that a set of any size takes no
 * more memory than its list of names and what is read ahead: 256 images, or as many as take a quarter
 * of `memory`.
 *
 * A file that turns out to be broken is added to `broken`, once, and told to `callbacks.onBroken`; the
 * next sound image of its class, in the set's order and from its end to its beginning, stands in for it,
 * each time it is read. So what is read depends on the files alone, and a run goes on exactly.
 *
 * @param memory bytes.
 */
export function streamedImages(
  list: ImageList,
  target: Target,
  memory: number,
  { onBroken }: DataCallbacks,
): ImageDataset {
  const { name, source, classes, labels } = list;
  const [height, width] = sizeOfTarget(target);
  const count = list.images.length;
  const length = planesOfTarget(target) * height * width;
  const readAhead = Math.max(1, Math.min(mostAhead, Math.floor((memory * shareAhead) / length)));
  const atOnce = limiter(filesAtOnce);
  const broken: BrokenFile[] = [...source.broken];
  const brokenAt = new Set<number>();
  const sides = new Map<number, number>();

  const noteBroken = (position: number, reason: string) => {
    if (brokenAt.has(position)) return;
    brokenAt.add(position);
    const file = { file: fileAt(list, position), reason };
    broken.push(file);
    onBroken?.(file, broken.length);
  };
  /** Decodes an image, or the one that stands in for it. */
  const decode = async (index: number, out: Uint8Array): Promise<void> => {
    for (let position = index; ; ) {
      if (!brokenAt.has(position)) {
        const outcome = await decodeFrom(list, position, target, out);
        if (outcome.status === "decoded") {
          sides.set(position, outcome.side);
          return;
        }
        noteBroken(position, outcome.reason);
      }
      position = nextOfClass(labels, position);
      if (position === index) throw noStandIn(list, index, broken);
    }
  };
  return {
    name,
    source: source.path,
    count,
    channels: planesOfTarget(target),
    height,
    width,
    dtype: "uint8",
    classes,
    labels,
    readAhead,
    async read(indices, out) {
      const work: Promise<void>[] = [];
      checkedRead(name, count, length, Uint8Array, (index, place) =>
        work.push(atOnce(() => decode(index, place))),
      )(indices, out);
      await Promise.all(work);
    },
    sizes: () => imageSizes(sides.values()),
    isBroken: (index) => brokenAt.has(index),
    notes: [
      `${countOf(count, "image")} at ${height} × ${width} would take ${formatBytes(count * length)}, more ` +
        `than data.memory (${formatBytes(memory)}): they are decoded as they are needed, up to ` +
        `${readAhead} ahead (${formatBytes(readAhead * length)}).`,
      ...list.notes,
    ],
    broken,
  };
}

/** The next position with the same label, from the end on to the beginning. */
function nextOfClass(labels: Uint16Array, position: number): number {
  const label = labels[position] as number;
  const after = labels.indexOf(label, position + 1);
  return after < 0 ? labels.indexOf(label) : after;
}

function noStandIn(
  { name, source, classes, labels }: ImageList,
  index: number,
  broken: readonly BrokenFile[],
): EvenkeelError {
  const className = classes[labels[index] as number];
  const [first] = broken;
  return new EvenkeelError(
    "DATA",
    `${name}: no image of the class ${className} in ${source.path} can be read; ${first?.file}: ${first?.reason}`,
    {
      advice: "Take the class out of the set, or put sound images there.",
      details: { path: source.path, broken },
    },
  );
}
