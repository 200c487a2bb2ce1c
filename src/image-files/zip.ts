import { promisify } from "node:util";
import { constants, crc32, type InputType, inflateRaw, type ZlibOptions } from "node:zlib";
import yauzl, { type Entry, type ZipFile } from "yauzl";
import { EvenkeelError } from "../errors.ts";
import { isCode, systemCode, throttled, type WorkCallbacks } from "../files/index.ts";
import { formatBytes } from "../text.ts";
import type { ByteFile } from "./byte-file.ts";
import { limiter } from "./limiter.ts";
import { noMembers } from "./members.ts";
import { type FileSource, unreadable } from "./source.ts";
import { mostUnpacked } from "./unpacked.ts";

const inflate = promisify<InputType, ZlibOptions, Buffer>(inflateRaw);
const openArchive = promisify<string, yauzl.Options, ZipFile>(yauzl.open);

/** Of a local header: its fixed part, and room for the extra fields that usually follow the name. */
const headerBytes = 30;
const extraBytes = 64;

/** Bytes of a member that is unpacked alone or beside one other. */
const largeMember = 2 ** 22;

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
 * Encrypted members, those packed in other ways, those that do not fit the archive and those that would
 * become far larger than any image ({@link mostUnpacked}) are listed as broken.
 *
 * @throws EvenkeelError `DATA` for an archive without a sound central directory, as one is that is
 *   cut off, or a stop by the signal.
 */
export async function openZip(
  path: string,
  file: ByteFile,
  { onProgress, signal }: WorkCallbacks,
): Promise<FileSource> {
  const members = noMembers();
  const places: Place[] = [];
  const report = throttled("index", "files", onProgress);
  try {
    // names and sizes are judged by our own rules, which leave single members out, not the archive
    const archive = await openArchive(path, {
      lazyEntries: true,
      decodeStrings: false,
      validateEntrySizes: false,
    });
    for await (const entry of entriesOf(archive)) {
      report(archive.entriesRead, archive.entryCount);
      if (signal?.aborted) throw new EvenkeelError("DATA", `zip: stopped in the index of ${path}`);
      const name = nameOf(entry);
      const refusal = refusalOf(entry, file.bytes);
      if (refusal === undefined) {
        members.add(name, places.length);
        places.push(placeOf(entry));
      } else members.broken(name, refusal);
    }
  } catch (error) {
    const advice = "It is cut off or damaged: get it again, or unpack what can be saved.";
    throw unreadable("zip", path, outsideOf(error), advice);
  }
  return members.source(path, [], (place) => readMember(file, places[place] as Place));
}

/** Node's error for a place beyond any file, of a directory that says so. */
function outsideOf(error: unknown): unknown {
  const isOutside = isCode(error, "ERR_OUT_OF_RANGE");
  return isOutside ? new Error("its directory lies outside the file") : error;
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

function refusalOf(entry: Entry, archiveBytes: number): string | undefined {
  if (entry.isEncrypted()) return "it is encrypted";
  const { compressionMethod: method, compressedSize: packed, uncompressedSize: bytes } = entry;
  if (method !== 0 && method !== 8) return `packed by method ${method}, not stored or deflated`;
  if (entry.relativeOffsetOfLocalHeader + headerBytes + packed > archiveBytes) {
    return `its size, ${formatBytes(packed)}, does not fit the archive`;
  }
  if (method === 0 && bytes !== packed) return `its sizes differ, ${bytes} and ${packed} bytes`;
  if (bytes <= mostUnpacked(packed)) return undefined;
  return `it would become ${formatBytes(bytes)} out of ${formatBytes(packed)}`;
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
  const content = place.deflated ? await unpack(packed, place.bytes) : packed;
  if (content.length !== place.bytes || crc32(content) !== place.checksum) {
    throw new Error("its checksum does not match");
  }
  return content;
}

const oneOfTwo = limiter(2);

/** Unpacks a member into one piece, as joining pieces takes twice the memory. Only two large ones at once. */
function unpack(packed: Uint8Array, bytes: number): Promise<Buffer> {
  const chunkSize = Math.max(constants.Z_MIN_CHUNK, bytes);
  const work = () =>
    inflate(packed, { maxOutputLength: Math.max(1, bytes), chunkSize }).catch((error: unknown) => {
      if (systemCode(error) !== "ERR_BUFFER_TOO_LARGE") throw error;
      throw new Error(`it unpacks to more than the ${bytes} bytes that the archive says`);
    });
  return bytes > largeMember ? oneOfTwo(work) : work();
}
