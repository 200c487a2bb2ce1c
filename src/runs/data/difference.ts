import { basename } from "node:path";
import { countOf, firstOf, formatBytes, quoted } from "../../text.ts";
import type { Fingerprint, FingerprintPart } from "./fingerprint.ts";

/** The number of files and their size: `6 files of 9.1 KiB`. */
export function filesText({ files, bytes }: Pick<Fingerprint, "files" | "bytes">): string {
  return `${countOf(files, "file")} of ${formatBytes(bytes)}`;
}

/**
 * How files differ from earlier ones, in words, as far as the fingerprints tell; `undefined` where they are
 * the same.
 *
 * @param path where they are now; names a single file.
 * @param earlier where they were.
 */
export function differenceOf(
  before: Fingerprint,
  now: Fingerprint,
  path: string,
  earlier = path,
): string | undefined {
  if (before.names === now.names && before.contents === now.contents) return undefined;
  const [old, current] = [filesText(before), filesText(now)];
  const counts = old === current ? current : `${current} instead of ${old}`;
  return [counts, ...partsText(before.parts, now.parts, path, earlier)].join("; ");
}

function partsText(
  before: readonly FingerprintPart[],
  now: readonly FingerprintPart[],
  path: string,
  earlier: string,
): readonly string[] {
  const [old, current] = [before, now].map(
    (parts) => new Map(parts.map((part) => [part[0], part.join("/")])),
  ) as [Map<string, string>, Map<string, string>];
  const namesOf = (
    parts: readonly FingerprintPart[],
    holds: (name: string) => boolean,
    file = path,
  ) => parts.filter(([name]) => holds(name)).map(([name]) => quoted(name || basename(file)));
  const told = [
    ["missing", namesOf(before, (name) => !current.has(name), earlier)],
    ["new", namesOf(now, (name) => !old.has(name))],
    ["changed", namesOf(now, (name) => old.has(name) && old.get(name) !== current.get(name))],
  ] as const;
  const known = old.size > 0 && current.size > 0;
  const texts = told.flatMap(([how, names]) =>
    known && names.length > 0 ? [`${how}: ${firstOf(names)}`] : [],
  );
  return texts.length > 0 ? texts : ["names, sizes or contents differ"];
}
