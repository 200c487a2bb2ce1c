/** Data of zero-shot learning: classes described by attributes, some of which have no training example. */
import { refusal } from "../../errors.ts";
import { firstOf } from "../../text.ts";

/** Rows of float32 numbers, one after the other. */
export interface Rows {
  readonly columns: number;
  readonly data: Float32Array;
}

/** Examples as feature vectors, and classes as attribute vectors. */
export interface ZeroShotData {
  /** What results call the set. */
  readonly name: string;
  /** The names of all C classes, seen and unseen. */
  readonly classes: readonly string[];
  /** `[C, attributes]`: the description of each class. */
  readonly attributes: Rows;
  /** `[N, features]`: the features of all N examples. */
  readonly features: Rows;
  /** The class of each example, 0 … C − 1. */
  readonly labels: Int32Array;
  /** The places of the training examples, 0 … N − 1; their classes are the seen ones. */
  readonly training: readonly number[];
  /** The places of test examples of seen classes. */
  readonly testSeen: readonly number[];
  /** The places of test examples of the other classes; theirs are the unseen ones. */
  readonly testUnseen: readonly number[];
}

/** The classes of a set by their part in training, each in ascending order. */
export interface ClassParts {
  readonly seen: readonly number[];
  readonly unseen: readonly number[];
}

/** The classes that have training examples, and those that only have test examples of unseen classes. */
export function classParts({ labels, training, testUnseen }: ZeroShotData): ClassParts {
  return { seen: labelsAt(labels, training), unseen: labelsAt(labels, testUnseen) };
}

/**
 * Refuses data that cannot be learned from or measured on.
 *
 * @throws EvenkeelError `DATA` for attributes or labels of another length than the classes or the examples
 *   have, labels and places out of range, numbers that are not finite, an empty part, an unseen class among the
 *   training examples, and a test example of a seen class whose class has no training example.
 */
export function checkZeroShotData(data: ZeroShotData): void {
  const { name, classes, attributes, features, labels } = data;
  const refuse = (rule: string, got?: string | number) =>
    refusal("DATA", { where: name, rule, got });
  expectRows(attributes, classes.length, "class", (rule, got) => refuse(`attributes ${rule}`, got));
  expectRows(features, labels.length, "label", (rule, got) => refuse(`features ${rule}`, got));
  const wrong = labels.find((label) => label < 0 || label >= classes.length);
  if (wrong !== undefined) throw refuse(`labels must be in [0, ${classes.length - 1}]`, wrong);
  for (const part of ["training", "testSeen", "testUnseen"] as const) {
    if (data[part].length === 0) throw refuse(`must have examples for ${partText[part]}`, "none");
    const outside = data[part].find((place) => !(place >= 0 && place < labels.length));
    if (outside === undefined) continue;
    throw refuse(`places for ${partText[part]} must be in [0, ${labels.length - 1}]`, outside);
  }
  const { seen, unseen } = classParts(data);
  const both = unseen.filter((label) => seen.includes(label));
  if (both.length > 0) {
    const names = firstOf(both.map((label) => classes[label] as string));
    throw refuse("unseen classes must have no training examples", names);
  }
  const untrained = labelsAt(labels, data.testSeen).filter((label) => !seen.includes(label));
  if (untrained.length > 0) {
    const names = firstOf(untrained.map((label) => classes[label] as string));
    throw refuse("seen classes must have training examples, which are missing for", names);
  }
}

const partText = {
  training: "training",
  testSeen: "the test of seen classes",
  testUnseen: "the test of unseen classes",
} as const;

function expectRows(
  { columns, data }: Rows,
  rows: number,
  what: string,
  refuse: (rule: string, got: string | number) => Error,
): void {
  if (columns < 1 || data.length !== rows * columns) {
    const got = `${data.length} numbers for ${rows}`;
    throw refuse(`must be ${columns} for each ${what}`, got);
  }
  const bad = data.find((x) => !Number.isFinite(x));
  if (bad !== undefined) throw refuse("must be finite", bad);
}

function labelsAt(labels: Int32Array, places: readonly number[]): number[] {
  return [...new Set(places.map((place) => labels[place] as number))].sort((a, b) => a - b);
}

/** The rows at these places, one after the other. */
export function rowsAt({ columns, data }: Rows, places: ArrayLike<number>): Float32Array {
  const out = new Float32Array(places.length * columns);
  for (let i = 0; i < places.length; i++) {
    const start = (places[i] as number) * columns;
    out.set(data.subarray(start, start + columns), i * columns);
  }
  return out;
}
