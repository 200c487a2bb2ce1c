import { basename } from "node:path";
import { EvenkeelError } from "../../errors.ts";
import { countOf, quoted } from "../../text.ts";
import type { DatasetSplit } from "../dataset/index.ts";
import { type FileSource, imageKinds } from "./source.ts";

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

const splitFolders = new Set(["train", "test", "val", "valid", "validation"]);

/**
 * Finds the images of `split` in a source and sorts them into classes.
 *
 * When all images lie in sub-folders called `train`, `test`, `val`, `valid` or `validation`, with
 * `train` or `test` among them, these are the parts of the set, and `all` is train, then test.
 * Otherwise there are no parts: `train` and `all` both mean everything, and `test` is refused.
 * Within a part, the first folder of an image's path is its class; images that lie in no folder
 * are of a class named like the part. A folder that an archive has all its folders in does not count.
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
  const outer = source.kind === "archive" ? outerFolder(source.images) : "";
  const images = source.images.map((image) => image.slice(outer.length));
  const parts = partsOf(images);
  const { paths, notes } =
    parts === null ? withoutParts(path, split, images) : withParts(path, split, parts, images);
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

/** The folders, with their `/`, that all images lie in and that have all their images in folders. */
function outerFolder(images: readonly string[]): string {
  let outer = "";
  for (;;) {
    const [first = ""] = images;
    const slash = first.indexOf("/", outer.length);
    const next = first.slice(0, slash + 1);
    const wraps = slash >= 0 && !splitFolders.has(next.slice(outer.length, -1));
    const inside = (image: string) => image.startsWith(next) && image.includes("/", next.length);
    if (!wraps || !images.every(inside)) return outer;
    outer = next;
  }
}

interface PartPath {
  readonly image: number;
  readonly file: string;
  /** The folder that stands for the part, with its `/`; empty when there are no parts. */
  readonly prefix: string;
}

interface PartPaths {
  readonly paths: readonly PartPath[];
  readonly notes: readonly string[];
}

function partsOf(images: readonly string[]): ReadonlySet<string> | null {
  const tops = new Set(images.map((file) => file.slice(0, Math.max(0, file.indexOf("/")))));
  const known = [...tops].every((top) => splitFolders.has(top));
  return known && (tops.has("train") || tops.has("test")) ? tops : null;
}

function withoutParts(folder: string, split: DatasetSplit, images: readonly string[]): PartPaths {
  if (split === "test") {
    throw new EvenkeelError(
      "DATA",
      `folder: the split test needs a folder called test in ${folder}, got none`,
      {
        advice: "Put the images into train/ and test/, or take all of them: --set data.split=all.",
        details: { folder },
      },
    );
  }
  return { paths: images.map((file, image) => ({ image, file, prefix: "" })), notes: [] };
}

function withParts(
  folder: string,
  split: DatasetSplit,
  parts: ReadonlySet<string>,
  images: readonly string[],
): PartPaths {
  const wanted = split === "all" ? ["train", "test"] : [split];
  const paths = wanted.flatMap((part) =>
    images
      .map((file, image) => ({ image, file, prefix: `${part}/` }))
      .filter(({ file, prefix }) => file.startsWith(prefix)),
  );
  if (paths.length === 0) {
    throw new EvenkeelError(
      "DATA",
      `folder: the split ${split} needs images in ${folder}/${split}, got none`,
      { advice: "Put images there, or choose another data.split.", details: { folder, split } },
    );
  }
  const unused = [...parts].filter((part) => !wanted.includes(part));
  const notes =
    unused.length === 0 ? [] : [`Not part of the split ${split}: ${unused.join(", ")}.`];
  return { paths, notes };
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
        : [`${countOf(loose, "image")} beside the class folders: their class is ${looseClass}.`],
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
