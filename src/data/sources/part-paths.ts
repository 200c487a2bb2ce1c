/** Which images of a source belong to a split, and what has to be said about the others. */
import { join } from "node:path";
import { EvenkeelError } from "../../errors.ts";
import type { FileSource } from "../../image-files/index.ts";
import { countOf, firstOf, quoted } from "../../text.ts";
import type { DatasetSplit } from "../dataset/index.ts";
import { isLikePart, type Part, type Parts, partNamed } from "./parts.ts";

/** The folders, with their `/`, that all images lie in and that have all their images in folders. */
function outerFolder(images: readonly string[]): string {
  let outer = "";
  for (;;) {
    const [first = ""] = images;
    const slash = first.indexOf("/", outer.length);
    const next = first.slice(0, slash + 1);
    const inside = (image: string) => image.startsWith(next) && image.includes("/", next.length);
    if (slash < 0 || !images.every(inside)) return outer;
    outer = next;
  }
}

/** An image of the source, and what of its path comes before its class, with the last `/`. */
export interface PartPath {
  readonly image: number;
  readonly file: string;
  readonly prefix: string;
}

/** The images of a split. */
export interface PartPaths {
  readonly paths: readonly PartPath[];
  readonly notes: readonly string[];
}

/**
 * All images of a source without parts.
 *
 * @throws EvenkeelError `DATA` for the split `test`.
 */
export function withoutParts({ path, kind, images }: FileSource, split: DatasetSplit): PartPaths {
  if (split === "test") {
    throw new EvenkeelError(
      "DATA",
      `folder: the split test needs a folder called test in ${path}, got none`,
      {
        advice:
          "Put the images into train/ and test/, hold some out (--set data.heldOut=N), or take all of them: --set data.split=all.",
        details: { folder: path },
      },
    );
  }
  const prefix = kind === "archive" ? outerFolder(images) : "";
  const paths = images.map((file, image) => ({ image, file, prefix }));
  return { paths, notes: partsAmongClasses(paths) };
}

/** Folders that are named like parts, but are none by their place. */
function partsAmongClasses(paths: readonly PartPath[]): readonly string[] {
  const classes = new Set<string>();
  const inside = new Set<string>();
  for (const { file, prefix } of paths) {
    const [first = "", second = "", ...deeper] = file.slice(prefix.length).split("/");
    if (second !== "" && isLikePart(first)) classes.add(first);
    if (deeper.length > 0 && partNamed(second) !== undefined) inside.add(`${first}/${second}`);
  }
  return [
    ...(classes.size === 0
      ? []
      : [`Taken for classes, not for parts of the set: ${namesOf(classes)}.`]),
    ...(inside.size === 0
      ? []
      : [
          `Parts are not looked for within classes: the images of ${namesOf(inside)} are taken together.`,
        ]),
  ];
}

/**
 * The images of a split of a source with parts; what lies beside the parts is left out and told in the notes.
 *
 * @throws EvenkeelError `DATA` for a split without images.
 */
export function withParts(
  { path, images }: FileSource,
  split: DatasetSplit,
  { root, folders }: Parts,
): PartPaths {
  const wanted: readonly Part[] = split === "all" ? ["train", "test"] : [split as Part];
  const paths = wanted.flatMap((part) => {
    const prefixes = [...folders]
      .filter((entry) => entry[1] === part)
      .map(([name]) => innermost(images, `${root}${name}/`, part));
    return images.flatMap((file, image) => {
      const prefix = prefixes.find((one) => file.startsWith(one));
      return prefix === undefined ? [] : [{ image, file, prefix }];
    });
  });
  if (paths.length === 0) {
    throw new EvenkeelError(
      "DATA",
      `folder: the split ${split} needs images in ${join(path, root, split)}, got none`,
      {
        advice: `Put images there, or choose another data.split: there is ${namesOf(folders.keys())}.`,
        details: { folder: path, split },
      },
    );
  }
  const unused = [...folders].filter(([, part]) => !wanted.includes(part)).map(([name]) => name);
  return {
    paths,
    notes: [
      ...(unused.length === 0 ? [] : [`Not part of the split ${split}: ${namesOf(unused)}.`]),
      ...besideParts(images, { root, folders }),
    ],
  };
}

/** A part's folder, or the one of the same part in it that has all its images, as in `test_set/test_set/`. */
function innermost(images: readonly string[], folder: string, part: Part): string {
  const inside = images.filter((image) => image.startsWith(folder));
  const [first = ""] = inside;
  const next = first.slice(0, first.indexOf("/", folder.length) + 1);
  const repeats = partNamed(next.slice(folder.length, -1)) === part;
  return repeats && inside.every((image) => image.startsWith(next))
    ? innermost(inside, next, part)
    : folder;
}

/** What lies beside the parts. */
function besideParts(images: readonly string[], { root, folders }: Parts): readonly string[] {
  const loose: string[] = [];
  const others = new Map<string, number>();
  for (const file of images) {
    const slash = file.startsWith(root) ? file.indexOf("/", root.length) : -1;
    const top = file.slice(root.length, slash);
    if (slash < 0) loose.push(file);
    else if (!folders.has(top)) others.set(top, (others.get(top) ?? 0) + 1);
  }
  const told = [
    ...(loose.length === 0 ? [] : [`${countOf(loose.length, "image")} (${namesOf(loose)})`]),
    ...[...others].map(
      ([name, count]) => `the folder ${quoted(name)} (${countOf(count, "image")})`,
    ),
  ];
  if (told.length === 0) return [];
  return [`Left out, beside ${namesOf(folders.keys())}: ${firstOf(told)}.`];
}

const namesOf = (names: Iterable<string>) => firstOf([...names].map((name) => quoted(name)));
