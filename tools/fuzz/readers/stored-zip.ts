/** Zip archives of stored entries: taken apart, and put together again with right checksums. */
import { crc32 } from "node:zlib";

const DIRECTORY = "PK\x01\x02";

/** The entries of a sound archive. */
export function storedEntries(archive: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const file = Buffer.from(archive);
  const entries = new Map<string, Uint8Array>();
  for (let at = file.indexOf(DIRECTORY); at >= 0; at = file.indexOf(DIRECTORY, at + 4)) {
    const name = file.toString("utf8", at + 46, at + 46 + file.readUInt16LE(at + 28));
    const local = file.readUInt32LE(at + 42);
    const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    entries.set(name, file.subarray(start, start + file.readUInt32LE(at + 24)));
  }
  return entries;
}

/** An archive of these entries. */
export function storedZip(entries: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const [name, content] of entries) {
    const local = Buffer.alloc(30);
    local.write("PK\x03\x04", "latin1");
    const entry = Buffer.alloc(46);
    entry.write(DIRECTORY, "latin1");
    for (const [header, place] of [
      [local, 14],
      [entry, 16],
    ] as const) {
      header.writeUInt32LE(crc32(content), place);
      header.writeUInt32LE(content.length, place + 4);
      header.writeUInt32LE(content.length, place + 8);
      header.writeUInt16LE(Buffer.byteLength(name), place + 12);
    }
    entry.writeUInt32LE(at, 42);
    parts.push(local, Buffer.from(name), content);
    directory.push(entry, Buffer.from(name));
    at += 30 + Buffer.byteLength(name) + content.length;
  }
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries.size, 10);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

/** Sets the checksums of an archive's directory to those of the stored contents, where these are there. */
export function mendZip(input: Uint8Array): Uint8Array {
  const file = Buffer.from(input);
  for (let at = file.indexOf(DIRECTORY); at >= 0 && at + 46 <= file.length; ) {
    const [size, local] = [file.readUInt32LE(at + 24), file.readUInt32LE(at + 42)];
    if (local + 30 <= file.length) {
      const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
      file.writeUInt32LE(crc32(file.subarray(start, start + size)), at + 16);
    }
    at = file.indexOf(DIRECTORY, at + 4);
  }
  return file;
}
