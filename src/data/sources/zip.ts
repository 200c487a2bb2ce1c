import { promisify } from "node:util";
import { crc32, type InputType, inflateRaw } from "node:zlib";
import yauzl, { type Entry, type ZipFile } from "yauzl";
import { EvenkeelError } from "../../errors.ts";
import { throttled } from "../../files/index.ts";
import type { DataCallbacks } from "../dataset/index.ts";
import type { ByteFile } from "./byte-file.ts";
import { noMembers } from "./members.ts";
import { type FileSource, unreadable } from "./source.ts";

const inflate = promisify<InputType, { maxOutputLength: number }, Buffer>(inflateRaw);
const openArchive = promisify<string, yauzl.Options, ZipFile>(yauzl.open);

/** Of a local header: its fixed part, and room for the extra fields that usually follow the name. */
const headerBytes = 30;
const extraBytes = 64;

/** Where a member's content lies and how it is packed. */
interface Place {
  readonly offset: number;
  readonly nameBytes: number;
  readonly packed: number;
  readonly bytes: number;
  readonly deflated: boolean;
  readonly checksum: number;
}

/**
 * The images of a zip archive (stored or deflated; zip64 too), whose central directory is read once.
 *
 * Encrypted members and those packed in other ways are listed as broken.
 *
 * @throws EvenkeelError `DATA` for an archive without a sound central directory, as one is that is
 *   cut off, or a stop by the signal.
 */
export async function openZip(
  path: string,
  file: ByteFile,
  { onProgress, signal }: DataCallbacks,
): Promise<FileSource> {
  const members = noMembers();
  const places: Place[] = [];
  const report = throttled("index", "files", onProgress);
  try {
    // names are judged by our own rule, which leaves single members out, not the archive
    const archive = await openArchive(path, { lazyEntries: true, decodeStrings: false });
    for await (const entry of entriesOf(archive)) {
      report(archive.entriesRead, archive.entryCount);
      if (signal?.aborted) throw new EvenkeelError("DATA", `zip: stopped in the index of ${path}`);
      const name = nameOf(entry);
      const refusal = refusalOf(entry);
      if (refusal === undefined) {
        members.add(name, places.length);
        places.push(placeOf(entry));
      } else members.broken(name, refusal);
    }
  } catch (error) {
    const advice = "It is cut off or damaged: get it again, or unpack what can be saved.";
    throw unreadable("zip", path, error, advice);
  }
  return members.source(path, [], (place) => readMember(file, places[place] as Place));
}

async function* entriesOf(archive: ZipFile): AsyncGenerator<Entry> {
  for (let left = archive.entryCount; left > 0; left--) {
    yield await new Promise<Entry>((resolve, reject) => {
      archive.removeAllListeners("entry").removeAllListeners("error");
      archive.once("entry", resolve).once("error", reject);
      archive.readEntry();
    });
  }
  archive.close();
}

function nameOf(entry: Entry): string {
  const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
  return yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
}

function refusalOf(entry: Entry): string | undefined {
  if (entry.isEncrypted()) return "it is encrypted";
  const { compressionMethod: method } = entry;
  return method === 0 || method === 8
    ? undefined
    : `packed by method ${method}, not stored or deflated`;
}

function placeOf(entry: Entry): Place {
  return {
    offset: entry.relativeOffsetOfLocalHeader,
    nameBytes: entry.fileNameLength,
    packed: entry.compressedSize,
    bytes: entry.uncompressedSize,
    deflated: entry.compressionMethod === 8,
    checksum: entry.crc32,
  };
}

async function readMember(file: ByteFile, place: Place): Promise<Uint8Array> {
  const likely = headerBytes + place.nameBytes + extraBytes + place.packed;
  let all = await file.read(place.offset, likely);
  if (all.length < headerBytes || all.readUInt32LE(0) !== 0x04034b50) {
    throw new Error("the archive has no member at its place");
  }
  const start = headerBytes + all.readUInt16LE(26) + all.readUInt16LE(28);
  if (start + place.packed > all.length) all = await file.read(place.offset, start + place.packed);
  const packed = all.subarray(start, start + place.packed);
  if (packed.length < place.packed) throw new Error("cut off");
  const content = place.deflated ? await inflate(packed, { maxOutputLength: place.bytes }) : packed;
  if (content.length !== place.bytes || crc32(content) !== place.checksum) {
    throw new Error("its checksum does not match");
  }
  return content;
}
