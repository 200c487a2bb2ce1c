/** Zip archives whose entries are stored, not compressed, as `torch.save` writes them. */
import { EvenkeelError } from "../../errors.ts";

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const DIRECTORY = 0x02014b50;
const LOCAL = 0x04034b50;
/** What stands in a field of 32 bits whose number is in the zip64 record. */
const IN_ZIP64 = 0xffffffff;

/** Whether a file begins as a zip archive does. */
export function isZip(file: Uint8Array): boolean {
  return file.length >= 4 && viewOf(file).getUint32(0, true) === LOCAL;
}

/**
 * The entries of an archive by name, as views of it.
 *
 * @throws EvenkeelError `DATA` if the archive is truncated or damaged, or an entry is compressed.
 */
export function readStoredZip(file: Uint8Array, name: string): ReadonlyMap<string, Uint8Array> {
  const view = viewOf(file);
  const broken = (rule: string, got: string) =>
    new EvenkeelError("DATA", `${name}: ${rule}, got ${got}`);
  const u32 = (at: number) => {
    if (at < 0 || at + 4 > file.length) {
      throw broken("the archive must be whole", "one that ends early");
    }
    return view.getUint32(at, true);
  };
  let end = file.length - 22;
  while (end >= 0 && u32(end) !== END) end--;
  if (end < 0) throw broken("the archive must end with its directory", "one that is truncated");
  const number64 = (at: number) => u32(at) + u32(at + 4) * 2 ** 32;
  let at = u32(end + 16);
  let count = view.getUint16(end + 10, true);
  if (end >= 20 && u32(end - 20) === LOCATOR_64) {
    const record = number64(end - 12);
    if (u32(record) !== END_64) throw broken("the archive's zip64 record must be there", "another");
    count = number64(record + 32);
    at = number64(record + 48);
  }
  const entries = new Map<string, Uint8Array>();
  for (let i = 0; i < count; i++) {
    if (u32(at) !== DIRECTORY) throw broken("the archive's directory must be sound", "other bytes");
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) =>
      view.getUint16(at + offset, true),
    ) as [number, number, number];
    const entry = new TextDecoder().decode(file.subarray(at + 46, at + 46 + nameLength));
    if (view.getUint16(at + 10, true) !== 0) {
      throw broken(`${entry} must be stored`, "a compressed entry");
    }
    const numbers = [u32(at + 24), u32(at + 20), u32(at + 42)];
    const extra = at + 46 + nameLength;
    const wide = zip64Numbers(view, extra, extra + extraLength);
    const [size = 0, , local = 0] = numbers.map((n) => (n === IN_ZIP64 ? (wide.shift() ?? n) : n));
    if (u32(local) !== LOCAL) throw broken(`${entry} must be in the archive`, "other bytes");
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    if (start + size > file.length) throw broken(`${entry} must be whole`, "one that ends early");
    entries.set(entry, file.subarray(start, start + size));
    at = extra + extraLength + commentLength;
  }
  return entries;
}

/** The numbers of 64 bits of an entry's zip64 field, in its order: size, compressed size, place. */
function zip64Numbers(view: DataView, from: number, to: number): number[] {
  for (let at = from; at + 4 <= to; ) {
    const [id, length] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    if (id === 1) {
      const count = Math.min(3, Math.floor(Math.min(length, to - at - 4) / 8));
      return Array.from({ length: count }, (_, i) =>
        Number(view.getBigUint64(at + 4 + 8 * i, true)),
      );
    }
    at += 4 + length;
  }
  return [];
}

function viewOf(file: Uint8Array): DataView {
  return new DataView(file.buffer, file.byteOffset, file.byteLength);
}
