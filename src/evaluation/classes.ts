/** Pairs the classes of two kinds of images by their names. */
import { refusal } from "../errors.ts";
import { completeNames, namesText } from "../runs/trained/index.ts";
import { quoted } from "../text.ts";

/** The classes of some images. */
export interface ClassList<Classes = readonly string[] | number> {
  /** Whose classes they are, for messages. */
  readonly of: string;
  /** The name of each class, or how many there are where the names are unknown. */
  readonly classes: Classes;
}

/** The place of each class among the classes of other images. */
export interface ClassPairs {
  /** For each class its place in `names`. */
  readonly places: readonly number[];
  /** The other images' classes. */
  readonly names: readonly string[];
  /** Doubts about the pairs, one sentence each. */
  readonly warnings: readonly string[];
}

/** The most names that a message lists. */
const MOST_NAMES = 5;

/**
 * The place of each of `ours` among the classes of `others`. Classes are paired by their names, those that are
 * left by their names without regard to case; without names, by their numbers.
 *
 * @throws EvenkeelError `DATA` if either has a class that the other lacks, with the names that differ.
 */
export function pairClasses(ours: ClassList, others: ClassList<readonly string[]>): ClassPairs {
  const names = others.classes;
  return typeof ours.classes === "number"
    ? { names, ...byNumber({ ...ours, classes: ours.classes }, others) }
    : { names, ...byName({ ...ours, classes: ours.classes }, others) };
}

function byNumber(ours: ClassList<number>, others: ClassList<readonly string[]>) {
  const { length } = others.classes;
  if (ours.classes !== length) {
    throw refusal("DATA", {
      where: "classes",
      rule: `${others.of} must have as many classes as ${ours.of}, ${ours.classes}, whose names are unknown`,
      got: `${length}: ${listed(others.classes)}`,
      advice:
        "Compare with the images that the generator was trained on, or omit metrics of classes.",
    });
  }
  const warnings = [
    `${ours.of} does not say how its classes are called: they are paired by number with those of ${others.of}`,
  ];
  return { places: others.classes.map((_, place) => place), warnings };
}

function byName(ours: ClassList<readonly string[]>, others: ClassList<readonly string[]>) {
  const places = new Map<string, number>();
  const taken = new Set<number>();
  const warnings: string[] = [];
  for (const fold of [exact, caseless]) {
    const free = ours.classes.filter((name) => !places.has(name));
    const place = unique(others.classes, fold, (i) => !taken.has(i));
    const own = unique(free, fold, () => true);
    for (const name of free) {
      const found = own.has(fold(name)) ? place.get(fold(name)) : undefined;
      if (found === undefined) continue;
      places.set(name, found);
      taken.add(found);
      if (fold === caseless) {
        warnings.push(
          `the class ${quoted(name)} of ${ours.of} is taken for ${quoted(others.classes[found]!)} of ${others.of}`,
        );
      }
    }
  }
  const missing = ours.classes.filter((name) => !places.has(name));
  const more = others.classes.filter((_, i) => !taken.has(i));
  if (missing.length > 0 || more.length > 0) {
    const only = [
      ...(missing.length > 0 ? [`only the former has ${listed(missing)}`] : []),
      ...(more.length > 0 ? [`only the latter has ${listed(more)}`] : []),
    ];
    throw refusal("DATA", {
      where: "classes",
      rule: `${ours.of} and ${others.of} must have classes of the same names: ${only.join(", ")}`,
      advice: "Rename the folders of classes, or omit metrics of classes, such as intra-fid.",
    });
  }
  return { places: ours.classes.map((name) => places.get(name)!), warnings };
}

/** The places of names that no other name is folded to. */
function unique(
  names: readonly string[],
  fold: (name: string) => string,
  isFree: (place: number) => boolean,
): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const several = new Set<string>();
  names.forEach((name, place) => {
    if (!isFree(place)) return;
    if (places.has(fold(name))) several.add(fold(name));
    places.set(fold(name), place);
  });
  return new Map([...places].filter(([name]) => !several.has(name)));
}

/** Names that look the same are the same, however their accents are written. */
const exact = (name: string) => name.normalize("NFC");
const caseless = (name: string) => exact(name).toLowerCase();

const listed = (names: readonly string[]) => namesText(names, MOST_NAMES);

/** The names of a generator's classes; those beyond the names are called by their numbers. */
export function namedClasses(
  count: number | undefined,
  names: readonly string[] | undefined,
): readonly string[] | number | undefined {
  if (count === undefined || names === undefined) return count;
  return completeNames(count, names);
}
