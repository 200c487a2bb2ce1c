/** What the readers of tensors have in common. */

/**
 * The elements of a shape; `undefined` if a size is no non-negative integer, or their number no safe one,
 * an axis of size 0 left out of it: NumPy refuses such an array as well.
 */
export function elementCount(shape: readonly unknown[]): number | undefined {
  let [count, isEmpty] = [1, false];
  for (const size of shape) {
    if (!isCount(size)) return undefined;
    if (size === 0) isEmpty = true;
    else count *= size;
    if (count > Number.MAX_SAFE_INTEGER) return undefined;
  }
  return isEmpty ? 0 : count;
}

/** Whether a value is a non-negative integer. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Whether a value is a list of non-negative integers. */
export function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(isCount);
}

/** The same bytes as a plain array, whose slices are copies: those of Node's Buffer are views. */
export function plainBytes(content: Uint8Array): Uint8Array<ArrayBufferLike> {
  return new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
}
