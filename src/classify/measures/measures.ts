/** How well a classifier tells images: loss, accuracy, and which classes are taken for which. */

/** What is measured of a class. */
export interface ClassMeasures {
  readonly name: string;
  /** Images of the class. */
  readonly count: number;
  /** The share of them that are told as this class; `null` where there are none. */
  readonly recall: number | null;
  /** The share of the images told as this class that are of it; `null` where there are none. */
  readonly precision: number | null;
}

/** What is measured of a classifier; plain data. */
export interface ClassifierMeasures {
  readonly count: number;
  /** The mean cross-entropy, natural logarithm. */
  readonly loss: number;
  /** The share of images that are told. */
  readonly accuracy: number;
  readonly classes: readonly ClassMeasures[];
  /** Row r, column c: the images of class r that are told as class c. */
  readonly confusion: readonly (readonly number[])[];
}

/** The column of the largest number of each row, the first of equal ones. */
export function largest(rows: Float32Array, columns: number): number[] {
  return Array.from({ length: rows.length / columns }, (_, i) => {
    const row = rows.subarray(i * columns, (i + 1) * columns);
    return row.reduce((best, value, column) => (value > (row[best] as number) ? column : best), 0);
  });
}

/**
 * Measures logits.
 *
 * @param logits `[labels.length, names.length]`.
 * @param labels the class of each image.
 * @param names of the classes.
 */
export function measuresOf(
  logits: Float32Array,
  labels: ArrayLike<number>,
  names: readonly string[],
): ClassifierMeasures {
  const { length: columns } = names;
  const { length: count } = labels;
  const confusion = names.map(() => new Array<number>(columns).fill(0));
  let [loss, told] = [0, 0];
  for (const [i, found] of largest(logits, columns).entries()) {
    const label = labels[i] as number;
    const row = logits.subarray(i * columns, (i + 1) * columns);
    loss += logSumExpOf(row) - (row[label] as number);
    if (found === label) told++;
    (confusion[label] as number[])[found]!++;
  }
  return {
    ...{ count, loss: loss / count, accuracy: told / count },
    classes: names.map((name, c) => {
      const own = confusion[c] as number[];
      const right = own[c] as number;
      const [of, as] = [total(own), total(confusion.map((row) => row[c] as number))];
      const share = (whole: number) => (whole === 0 ? null : right / whole);
      return { name, count: of, recall: share(of), precision: share(as) };
    }),
    confusion,
  };
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

function logSumExpOf(row: Float32Array): number {
  const top = row.reduce((a, b) => Math.max(a, b));
  return top + Math.log(row.reduce((sum, x) => sum + Math.exp(x - top), 0));
}
