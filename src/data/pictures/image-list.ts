import { join } from "node:path";
import { EvenkeelError } from "../../errors.ts";
import { reasonOf } from "../../files/index.ts";
import { countOf } from "../../text.ts";
import type { BrokenFile, SourceFiles } from "../dataset/index.ts";
import type { FileSource } from "../sources/index.ts";
import { type DecodeOutcome, decodeImage } from "./decode.ts";
import type { Target } from "./target.ts";

/** Images that are to be decoded, with their classes. */
export interface ImageList {
  readonly name: string;
  readonly source: FileSource;
  /** Which images of the source, in the set's order. */
  readonly images: Uint32Array;
  /** The class of each, as a position in `classes`. */
  readonly labels: Uint16Array;
  readonly classes: readonly string[];
  readonly notes: readonly string[];
  /** The paths in the source of images that are kept apart from these. */
  readonly heldOut?: readonly string[];
}

/** Decodes the image at a position of the list; never throws for a bad one. */
export async function decodeFrom(
  { source, images }: ImageList,
  position: number,
  target: Target,
  out: Uint8Array,
): Promise<DecodeOutcome> {
  let bytes: Uint8Array;
  try {
    bytes = await source.read(images[position] as number);
  } catch (error) {
    return { status: "broken", reason: reasonOf(error) };
  }
  return decodeImage(bytes, target, out);
}

/** The files that the images of a list are read from. */
export function filesOf({ source, images }: Pick<ImageList, "source" | "images">): SourceFiles {
  const { path, kind, images: names } = source;
  return kind === "archive"
    ? { path, names: [""] }
    : { path, names: Array.from(images, (image) => names[image] as string) };
}

/** The file at a position of the list, as people find it. */
export function fileAt({ source, images }: ImageList, position: number): string {
  return join(source.path, source.images[images[position] as number] as string);
}

/** The error for a list of which nothing can be read. */
export function nothingReadable(
  { name, source }: ImageList,
  broken: readonly BrokenFile[],
): EvenkeelError {
  const [first] = broken;
  return new EvenkeelError(
    "DATA",
    `${name}: none of the ${countOf(broken.length, "image")} in ${source.path} can be read; ` +
      `${first?.file}: ${first?.reason}`,
    {
      advice: "Open one of them with an image viewer; save them anew as PNG or JPEG.",
      details: { path: source.path, broken },
    },
  );
}
