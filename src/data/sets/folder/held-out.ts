/** Which of the user's images are held out, to compare with. */
import { createHash } from "node:crypto";
import { EvenkeelError } from "../../../errors.ts";
import { countOf, formatCount } from "../../../text.ts";
import type { FolderLayout } from "../../sources/index.ts";

/** How many images are held out, and which choice of them. */
export interface HeldOutOptions {
  /** 0: none. */
  readonly heldOut: number;
  readonly seed: number;
}

/** Images to train on, and those that are held out. */
export interface Parted {
  readonly training: FolderLayout;
  readonly heldOut: FolderLayout;
}

/**
 * Parts images at random: those whose paths have the least hashes with the seed are held out. So the choice
 * depends on the paths alone, and hardly changes where images are added. The last image of a class is never
 * held out.
 *
 * @param names the paths of the source's images.
 * @throws EvenkeelError `CONFIG` where so many cannot be held out.
 */
export function holdOut(
  layout: FolderLayout,
  names: readonly string[],
  { heldOut: wanted, seed }: HeldOutOptions,
): Parted {
  const { images, labels, classes } = layout;
  const hashes = Array.from(images, (image) => hashOf(names[image] as string, seed));
  const order = [...hashes.keys()].sort((a, b) => (hashes[a]! < hashes[b]! ? -1 : 1));
  const left = new Uint32Array(classes.length);
  for (const label of labels) left[label]!++;
  const chosen = new Set<number>();
  for (const position of order) {
    if (chosen.size === wanted) break;
    const label = labels[position] as number;
    if (left[label] === 1) continue;
    left[label]!--;
    chosen.add(position);
  }
  if (chosen.size < wanted) {
    throw new EvenkeelError(
      "CONFIG",
      `data.heldOut: must be at most ${chosen.size}, since each class keeps one of the ${countOf(images.length, "image")}, got ${wanted}`,
      { advice: "Hold out fewer: --set data.heldOut=N; 0 trains on all of them." },
    );
  }
  const share = `${formatCount(wanted)} of ${formatCount(images.length)} image files`;
  const part = (holds: (position: number) => boolean, note: string): FolderLayout => {
    const positions = Array.from(images.keys()).filter(holds);
    return {
      ...layout,
      images: Uint32Array.from(positions, (i) => images[i] as number),
      labels: Uint16Array.from(positions, (i) => labels[i] as number),
      notes: [note, ...layout.notes],
    };
  };
  return {
    training: part(
      (i) => !chosen.has(i),
      `${share} are held out, to compare with (data.heldOut): no network sees them.`,
    ),
    heldOut: part((i) => chosen.has(i), `The ${share} that are held out (data.heldOut).`),
  };
}

function hashOf(name: string, seed: number): string {
  return createHash("sha256").update(`${seed}\0${name}`).digest("hex");
}
