/** The elements of a MATLAB 5 file: a tag with a type and a size in bytes, then the data. */
import { brokenFile } from "../broken.ts";

/** Bytes in which elements lie, and what messages call a place in them. */
export interface Block {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** The file, and the byte in it or in what was inflated from it. */
  where(offset: number): string;
}

/** An element's place in a block. */
export interface Element {
  readonly type: number;
  /** The byte at which its tag begins. */
  readonly offset: number;
  /** The byte at which its data begin, and how many there are. */
  readonly start: number;
  readonly size: number;
  /** The byte at which the next element begins. */
  readonly next: number;
}

/** Types of elements. */
export const MATRIX = 14;
export const COMPRESSED = 15;

const TAG_BYTES = 8;

/** A block of these bytes, whose places are told by `where`. */
export function blockOf(bytes: Uint8Array, where: (offset: number) => string): Block {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), where };
}

/**
 * The tag at `offset`. Four bytes of data or less may stand in the tag itself.
 *
 * @throws EvenkeelError `DATA` where the tag is not whole, or a tag says that it holds more than 4 bytes itself.
 */
export function tagAt({ bytes, view, where }: Block, offset: number): Element {
  if (offset + TAG_BYTES > bytes.length) {
    const rule = `the tag of an element must have ${TAG_BYTES} bytes`;
    throw brokenFile(where(offset), rule, `${bytes.length - offset}; the file is truncated`);
  }
  const first = view.getUint32(offset, true);
  const small = first >>> 16;
  if (small > 4) {
    throw brokenFile(where(offset), "a small element must have at most 4 bytes", String(small));
  }
  if (small > 0) {
    const start = offset + TAG_BYTES / 2;
    return { type: first & 0xffff, offset, start, size: small, next: offset + TAG_BYTES };
  }
  const size = view.getUint32(offset + TAG_BYTES / 2, true);
  const start = offset + TAG_BYTES;
  // compressed data are followed by the next tag at once, others up to a multiple of 8
  const padded = first === COMPRESSED ? size : Math.ceil(size / TAG_BYTES) * TAG_BYTES;
  return { type: first, offset, start, size, next: start + padded };
}

/**
 * The element at `offset`, all of whose data lie before `end`.
 *
 * @param end default: the end of the block.
 * @throws EvenkeelError `DATA` where it does not.
 */
export function elementAt(block: Block, offset: number, end = block.bytes.length): Element {
  const element = tagAt(block, offset);
  const there = end - element.start;
  if (element.size > there) {
    const rule = `the element's ${element.size} bytes must be whole`;
    throw brokenFile(block.where(offset), rule, `${Math.max(there, 0)}; the file is truncated`);
  }
  return element;
}
