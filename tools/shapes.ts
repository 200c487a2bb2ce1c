/** Images of the built-in set `shapes` with all that decides them. */
import { renderShape, type ShapeFactors, shapeFactors } from "evenkeel/data/sets/shapes";

/**
 * `count` images of the set of a seed, from place `first` on: uint8 `[count, 3, size, size]`, and the factors
 * of each.
 */
export function shapesImages(first: number, count: number, size: number, seed: number) {
  const length = 3 * size * size;
  const images = new Uint8Array(count * length);
  const factors: ShapeFactors[] = [];
  for (let i = 0; i < count; i++) {
    const factor = shapeFactors(first + i, seed);
    renderShape(factor, size, images.subarray(i * length, (i + 1) * length));
    factors.push(factor);
  }
  return { images, factors };
}

/** The place of the largest of each row's numbers. */
export function largestOfRows(data: Float32Array, columns: number): readonly number[] {
  return Array.from({ length: data.length / columns }, (_, row) => {
    const numbers = data.subarray(row * columns, (row + 1) * columns);
    return numbers.indexOf(Math.max(...numbers));
  });
}
