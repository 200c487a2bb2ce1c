/** The energy distance of two samples of vectors. */

/** Vectors of one length. */
export type Rows = readonly Float64Array[];

/** The mean Euclidean distance of a row of `a` to a row of `b`. */
export function meanDistance(a: Rows, b: Rows): number {
  let sum = 0;
  for (const x of a) for (const y of b) sum += euclidean(x, y);
  return sum / (a.length * b.length);
}

/** The mean Euclidean distance of two different rows; 0 for a single row. */
export function meanDistanceWithin(rows: Rows): number {
  const pairs = rows.length * (rows.length - 1);
  return pairs === 0 ? 0 : (meanDistance(rows, rows) * rows.length ** 2) / pairs;
}

/**
 * The energy distance 2 E‖X − Y‖ − E‖X − X'‖ − E‖Y − Y'‖, estimated without bias: 0 on average for samples
 * of one distribution, where it may be negative.
 *
 * @param withinB the mean distance within `b`, if it is known already.
 * @see Székely & Rizzo 2013, "Energy statistics: A class of statistics based on distances".
 */
export function energyDistance(a: Rows, b: Rows, withinB = meanDistanceWithin(b)): number {
  return 2 * meanDistance(a, b) - meanDistanceWithin(a) - withinB;
}

/** ‖x − y‖₂ */
export function euclidean(x: Float64Array, y: Float64Array): number {
  let squares = 0;
  for (let i = 0; i < x.length; i++) squares += (x[i]! - y[i]!) ** 2;
  return Math.sqrt(squares);
}

/** The mean of rows. */
export function meanRow(rows: Rows): Float64Array {
  const mean = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows) for (let i = 0; i < mean.length; i++) mean[i]! += row[i]! / rows.length;
  return mean;
}
