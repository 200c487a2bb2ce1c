/** Zip archives whose entries are stored, not compressed, as `torch.save` writes them. */
import { brokenFile, named } from "../broken.ts";
import { crc32 } from "../crc.ts";

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const DIRECTORY = 0x02014b50;
const LOCAL = 0x04034b50;
/** The fixed part of the record at the end, after which a comment may come. */
const END_BYTES = 22;
/** The longest comment: its length has 16 bits. */
const MOST_COMMENT_BYTES = 0xffff;
/** The fixed parts of an entry's records in the directory and before its content. */
const DIRECTORY_BYTES = 46;
const LOCAL_BYTES = 30;
/** The flag of an encrypted entry. */
const ENCRYPTED = 1;
/** What stands in a field of 32 bits whose number is in the zip64 record. */
const IN_ZIP64 = 0xffffffff;

/** An open archive. */
export interface StoredZip {
  readonly names: readonly string[];
  /**
   * The content of an entry, as a view of the archive; `undefined` if there is none of this name.
   *
   * @throws EvenkeelError `DATA` if its checksum does not match.
   */
  read(entry: string): Uint8Array | undefined;
}

interface Entry {
  readonly content: Uint8Array;
  readonly checksum: number;
}

/** Whether a file begins as a zip archive does. */
export function isZip(file: Uint8Array): boolean {
  return file.length >= 4 && viewOf(file).getUint32(0, true) === LOCAL;
}

/**
 * Opens an archive.
 *
 * @param name what errors call it.
 * @throws EvenkeelError `DATA` if the archive is truncated or damaged, or an entry is compressed or encrypted.
 */
export function openStoredZip(file: Uint8Array, name: string): StoredZip {
  const entries = new Map<string, Entry>();
  let stored = 0;
  for (const [entry, found] of entriesOf(file, name)) {
    entries.set(entry, found);
    stored += found.content.length;
  }
  // entries lie one after the other; in archives made to deceive, many are the same bytes
  if (stored > file.length) {
    const rule = `the archive's entries must fit into its ${file.length} bytes`;
    throw brokenFile(name, rule, `${stored}`);
  }
  const sound = new Set<string>();
  return {
    names: [...entries.keys()],
    read(entry) {
      const found = entries.get(entry);
      if (found === undefined || sound.has(entry)) return found?.content;
      if (crc32(found.content) !== found.checksum) {
        throw brokenFile(named(name, "entry", entry), "its checksum must match", "another", {
          advice:
            "The file is damaged: get it again. PyTorch can save without checksums; then save it anew with torch.serialization.set_crc32_options(True).",
        });
      }
      sound.add(entry);
      return found.content;
    },
  };
}

function* entriesOf(file: Uint8Array, name: string): Generator<[string, Entry]> {
  const view = viewOf(file);
  const broken = (rule: string, got: string) => brokenFile(name, rule, got);
  const expect = (at: number, bytes: number) => {
    if (at >= 0 && at + bytes <= file.length) return;
    throw broken("the archive must be whole", "one that ends early");
  };
  const u32 = (at: number) => {
    expect(at, 4);
    return view.getUint32(at, true);
  };
  let { at, count } = directoryOf(file, name, u32);
  for (; count > 0; count--) {
    if (u32(at) !== DIRECTORY) throw broken("the archive's directory must be sound", "other bytes");
    expect(at, DIRECTORY_BYTES);
    const u16 = (offset: number) => view.getUint16(at + offset, true);
    const [nameBytes, extraBytes, commentBytes] = [u16(28), u16(30), u16(32)];
    const extra = at + DIRECTORY_BYTES + nameBytes;
    expect(at, DIRECTORY_BYTES + nameBytes + extraBytes + commentBytes);
    const entry = new TextDecoder().decode(file.subarray(at + DIRECTORY_BYTES, extra));
    const where = named(name, "entry", entry);
    if (u16(10) !== 0 || (u16(8) & ENCRYPTED) !== 0) {
      throw brokenFile(where, "it must be stored", "a compressed or encrypted entry");
    }
    const numbers = [u32(at + 24), u32(at + 20), u32(at + 42)];
    const wide = zip64Numbers(view, extra, extra + extraBytes);
    const [size = 0, , local = 0] = numbers.map((n) => (n === IN_ZIP64 ? (wide.shift() ?? n) : n));
    if (u32(local) !== LOCAL) throw brokenFile(where, "it must be in the archive", "other bytes");
    expect(local, LOCAL_BYTES);
    const [before, after] = [26, 28].map((offset) => view.getUint16(local + offset, true));
    const start = local + LOCAL_BYTES + before! + after!;
    if (start + size > file.length) {
      throw brokenFile(where, "it must be whole", "one that ends early");
    }
    yield [entry, { content: file.subarray(start, start + size), checksum: u32(at + 16) }];
    at = extra + extraBytes + commentBytes;
  }
}

/** Where the directory begins, and how many entries it has. */
function directoryOf(file: Uint8Array, name: string, u32: (at: number) => number) {
  const earliest = Math.max(0, file.length - END_BYTES - MOST_COMMENT_BYTES);
  let end = file.length - END_BYTES;
  while (end >= earliest && u32(end) !== END) end--;
  if (end < earliest) {
    throw brokenFile(name, "the archive must end with its directory", "one that is truncated");
  }
  if (end < 20 || u32(end - 20) !== LOCATOR_64) {
    return { at: u32(end + 16), count: viewOf(file).getUint16(end + 10, true) };
  }
  const number64 = (at: number) => u32(at) + u32(at + 4) * 2 ** 32;
  const record = number64(end - 12);
  if (u32(record) !== END_64) {
    throw brokenFile(name, "the archive's zip64 record must be there", "another");
  }
  return { at: number64(record + 48), count: number64(record + 32) };
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
