/** Cyclic redundancy checks of 32 bits: CRC-32 of zip archives, CRC-32C of TensorBoard's event files. */

/**
 * The CRC-32 of `bytes`, an integer in [0, 2³²).
 *
 * @see PKWARE's APPNOTE.TXT, 4.4.7.
 */
export const crc32 = checkOf(0xedb88320);

/**
 * The CRC-32C (Castagnoli) of `bytes`, an integer in [0, 2³²).
 *
 * @see RFC 3720, section 12.1 and appendix B.4.
 */
export const crc32c = checkOf(0x82f63b78);

/**
 * The check of a polynomial whose bits are reversed.
 *
 * Four bytes are taken at once, with a table for the place of each: the weights of a large network have a
 * hundred megabytes.
 */
function checkOf(polynomial: number): (bytes: Uint8Array) => number {
  const first = Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    return crc;
  });
  const after = (table: Int32Array) => table.map((crc) => first[crc & 0xff]! ^ (crc >>> 8));
  const second = after(first);
  const third = after(second);
  const fourth = after(third);
  return (bytes) => {
    let crc = 0xffffffff;
    let at = 0;
    for (const end = bytes.length - 3; at < end; at += 4) {
      crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
      crc =
        fourth[crc & 0xff]! ^
        third[(crc >>> 8) & 0xff]! ^
        second[(crc >>> 16) & 0xff]! ^
        first[crc >>> 24]!;
    }
    for (; at < bytes.length; at++) crc = first[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
    return (crc ^ 0xffffffff) >>> 0;
  };
}
