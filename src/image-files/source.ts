import { EvenkeelError } from "../errors.ts";
import { reasonOf } from "../files/index.ts";

/** A file that could not be read, and why. */
export interface BrokenFile {
  readonly file: string;
  readonly reason: string;
}

/** The image files of a folder or an archive, read at random. */
export interface FileSource {
  /** The folder's or the archive's absolute path. */
  readonly path: string;
  readonly kind: "folder" | "archive";
  /** Image files as relative paths, `/` between the parts, in code unit order, each once. */
  readonly images: readonly string[];
  /** How many other files there are, by their ending in lower case. */
  readonly others: Readonly<Record<string, number>>;
  /** Files that cannot be read, known without reading their contents. */
  readonly broken: readonly BrokenFile[];
  /** What a person should know: one plain sentence each. */
  readonly notes: readonly string[];
  /** The content of an image file; throws the reason why it cannot be read. */
  read(image: number): Promise<Uint8Array>;
}

/**
 * The error for a folder or archive that cannot be read; an {@link EvenkeelError} stays as it is.
 *
 * @param kind what it is, for the message.
 */
export function unreadable(
  kind: string,
  path: string,
  cause: unknown,
  advice: string,
): EvenkeelError {
  if (cause instanceof EvenkeelError) return cause;
  const message = `${kind}: cannot read ${path}: ${reasonOf(cause)}`;
  return new EvenkeelError("DATA", message, { advice, details: { path }, cause });
}

/** Folders that macOS adds to archives and Synology disks to folders: previews, no images of the user. */
const hiddenNames: ReadonlySet<string> = new Set(["__MACOSX", "@eaDir"]);

/** Whether a file or folder of this name is passed over: it begins with a dot, or a system added it. */
export function isHidden(name: string): boolean {
  return name.startsWith(".") || hiddenNames.has(name);
}

/** Endings of files that are taken for images, in lower case. */
export const imageEndings: ReadonlySet<string> = new Set([
  ".png",
  ".jpg",
  ".jpeg",
  ".webp",
  ".gif",
  ".tif",
  ".tiff",
  ".avif",
]);

/** The endings in words. */
export const imageKinds = "PNG, JPEG, WebP, GIF, TIFF or AVIF";
