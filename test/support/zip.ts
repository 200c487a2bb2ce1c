/** Zip archives with anything in their headers: archive tools write sound ones alone. */
import { crc32, deflateRawSync } from "node:zlib";

/** A member, and what the directory says of it where that is not true. */
export interface ZipMember {
  readonly name: string;
  readonly content: Uint8Array;
  /** Default: stored. */
  readonly deflated?: boolean;
  readonly packedBytes?: number;
  readonly bytes?: number;
  readonly checksum?: number;
  readonly flags?: number;
  /** Where the member lies; default: behind the one before, which is written. */
  readonly place?: number;
}

/** The bytes of an archive. */
export function zip(members: readonly ZipMember[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const member of members) {
    const { deflated = false, content } = member;
    const packed = deflated ? deflateRawSync(content) : Buffer.from(content);
    const name = Buffer.from(member.name);
    const method = deflated ? 8 : 0;
    const facts = [
      member.checksum ?? crc32(content),
      member.packedBytes ?? packed.length,
      member.bytes ?? content.length,
    ];
    const place = member.place ?? at;
    if (member.place === undefined) {
      const local = Buffer.alloc(30);
      local.writeUInt32LE(0x04034b50);
      local.writeUInt16LE(20, 4);
      local.writeUInt16LE(method, 8);
      for (const [i, fact] of facts.entries()) local.writeUInt32LE(fact, 14 + 4 * i);
      local.writeUInt16LE(name.length, 26);
      parts.push(local, name, packed);
      at += local.length + name.length + packed.length;
    }
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50);
    entry.writeUInt16LE(20, 4);
    entry.writeUInt16LE(20, 6);
    entry.writeUInt16LE(member.flags ?? 0, 8);
    entry.writeUInt16LE(method, 10);
    for (const [i, fact] of facts.entries()) entry.writeUInt32LE(fact, 16 + 4 * i);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(place, 42);
    directory.push(entry, name);
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}
