import { basename } from "node:path";
import { EvenkeelError } from "../../errors.ts";
import { type FileSource, imageKinds } from "../../image-files/index.ts";
import { countOf, quoted } from "../../text.ts";
import type { DatasetSplit } from "../dataset/index.ts";
import { type PartPath, withoutParts, withParts } from "./part-paths.ts";
import { findParts } from "./parts.ts";

/** The images of one part of a folder or an archive, with their classes. */
export interface FolderLayout {
  /** Class names in code unit order; a label is a position in this list. */
  readonly classes: readonly string[];
  /** Which images of the source these are. */
  readonly images: Uint32Array;
  /** The class of each. */
  readonly labels: Uint16Array;
  readonly notes: readonly string[];
}

/**
 * Finds the images of `split` in a source and sorts them into classes.
 *
 * Where it has parts ({@link findParts}), `all` is train, then test; what lies beside them is left out, and
 * the notes name it. Otherwise `train` and `all` both mean everything, and `test` is refused.
 * Within a part, the first folder of an image's path is its class; images that lie in no folder
 * are of a class named like the source. A folder that an archive has all its folders in does not count.
 *
 * @throws EvenkeelError `DATA` for a source without such images.
 */
export function folderLayout(source: FileSource, split: DatasetSplit): FolderLayout {
  const { path } = source;
  const others = describeOthers(source.others);
  if (source.images.length === 0) {
    throw new EvenkeelError(
      "DATA",
      `folder: there must be a ${imageKinds} image in ${path}, got ${others ?? unreadable(source) ?? "no file at all"}`,
      {
        advice: "Name a folder or archive of images with --set data.path=PATH.",
        details: { path },
      },
    );
  }
  const parts = findParts(source.images);
  const { paths, notes } =
    parts === null ? withoutParts(source, split) : withParts(source, split, parts);
  const classified = classify(paths, basename(path).replace(/\.(zip|tar|tar\.gz|tgz)$/i, ""));
  return {
    ...classified,
    notes: [
      ...notes,
      ...classified.notes,
      ...(others === null ? [] : [`Left out, not ${imageKinds}: ${others}.`]),
    ],
  };
}

function classify(paths: readonly PartPath[], looseClass: string): FolderLayout {
  const named = paths.map(({ file, prefix }) => {
    const inside = file.slice(prefix.length);
    const slash = inside.indexOf("/");
    return { name: slash < 0 ? looseClass : inside.slice(0, slash), loose: slash < 0 };
  });
  const classes = [...new Set(named.map(({ name }) => name))].sort();
  if (classes.length > 65_536) {
    throw new EvenkeelError(
      "DATA",
      `folder: there can be at most 65536 classes (sub-folders), got ${classes.length}`,
      { advice: "Put the images into fewer folders.", details: { folder: looseClass } },
    );
  }
  const labelOf = new Map(classes.map((name, label) => [name, label]));
  const loose = named.filter((entry) => entry.loose).length;
  return {
    classes,
    images: Uint32Array.from(paths, ({ image }) => image),
    labels: Uint16Array.from(named, ({ name }) => labelOf.get(name) as number),
    notes:
      loose === 0 || loose === named.length
        ? []
        : [
            `${countOf(loose, "image")} beside the class folders: their class is ${quoted(looseClass)}.`,
          ],
  };
}

function unreadable({ broken: [first, ...more] }: FileSource): string | null {
  if (first === undefined) return null;
  return `${countOf(more.length + 1, "file")} that cannot be read: ${first.file}: ${first.reason}`;
}

function describeOthers(others: Readonly<Record<string, number>>): string | null {
  const entries = Object.entries(others).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return null;
  const total = entries.reduce((sum, [, count]) => sum + count, 0);
  const kinds = entries.map(([ending, count]) => `${ending || "no ending"} ${count}`).join(", ");
  return `${countOf(total, "other file")} (${quoted(kinds)})`;
}
