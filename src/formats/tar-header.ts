/** The records that a tar archive is made of. */

/** Headers and the places of contents are multiples of this. */
export const tarBlock = 512;

/** What stands before a member's content. */
export interface TarHeader {
  readonly path: string;
  /** The size of the content that follows. */
  readonly bytes: number;
  /** `0` for a file, `5` for a folder, `L` for a long name, `x` for extended records, … */
  readonly type: string;
}

/**
 * Reads a header (ustar, GNU and older).
 *
 * @returns `null` when the checksum or the size does not fit: the archive is damaged, or none.
 */
export function parseTarHeader(header: Uint8Array): TarHeader | null {
  const text = (from: number, length: number) => {
    const field = header.subarray(from, from + length);
    const end = field.indexOf(0);
    return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
  };
  const octal = (from: number, length: number) => Number.parseInt(text(from, length).trim(), 8);
  const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
  // GNU tar writes sizes of 8 GiB and more as binary numbers, with the highest bit set
  const binary = ((header[124] as number) & 0x80) !== 0;
  const bytes = binary
    ? Number(new DataView(header.buffer, header.byteOffset).getBigUint64(128))
    : octal(124, 12);
  if (octal(148, 8) !== sum || !Number.isSafeInteger(bytes) || bytes < 0) return null;
  const prefix = text(257, 5) === "ustar" ? text(345, 155) : "";
  const type = text(156, 1);
  return {
    path: prefix === "" ? text(0, 100) : `${prefix}/${text(0, 100)}`,
    bytes,
    type: type === "" ? "0" : type,
  };
}

/** The bytes after a content up to the next header. */
export function tarPadding(bytes: number): number {
  return (tarBlock - (bytes % tarBlock)) % tarBlock;
}
