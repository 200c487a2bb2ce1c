/** Memory of arrays that is given back before the garbage collector finds them. */

let closed: InstanceType<typeof MessagePort> | undefined;

/**
 * Frees the memory of an array that nothing reads any more; the array is empty afterwards. An array that is
 * a part of a larger buffer is left as it is.
 *
 * The buffer is sent through a port that is closed: what cannot arrive is dropped there.
 */
export function free(array: Float32Array): void {
  const { buffer } = array;
  if (array.byteLength === 0 || array.byteLength < buffer.byteLength) return;
  if (closed === undefined) {
    closed = new MessageChannel().port1;
    closed.close();
  }
  closed.postMessage(undefined, [buffer as ArrayBuffer]);
}
