import { stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { EvenkeelError } from "../errors.ts";
import { isFile, isFolder, openToRead, throttled, type WorkCallbacks } from "../files/index.ts";
import { formatBytes } from "../text.ts";
import { bytesInMemory, openByteFile } from "./byte-file.ts";
import { openDirectory } from "./directory.ts";
import { type FileSource, unreadable } from "./source.ts";
import { openTar } from "./tar.ts";
import { mostUnpacked } from "./unpacked.ts";
import { openZip } from "./zip.ts";

/**
 * The images of a folder, a zip or a tar archive. Archives are indexed once and read at random. One
 * that is gzipped (`.tar.gz`, `.tgz`) cannot be: it is unpacked into memory.
 *
 * @param path an absolute path.
 * @param memory bytes that a gzipped archive may take, unpacked.
 * @throws EvenkeelError `DATA` for what is missing, unreadable, damaged or none of these.
 */
export async function openSource(
  path: string,
  memory: number,
  callbacks: WorkCallbacks,
): Promise<FileSource> {
  try {
    if ((await stat(path)).isDirectory()) return await openDirectory(path);
    const open = openerOf(path);
    if (open !== undefined) return await open(path, memory, callbacks);
  } catch (error) {
    const advice = "Name an existing folder or archive of images with --set data.path=PATH.";
    throw unreadable("folder", path, error, advice);
  }
  throw new EvenkeelError(
    "DATA",
    `folder: ${path} must be a folder or end with .zip, .tar, .tar.gz or .tgz`,
    {
      advice: "Name a folder or archive of images with --set data.path=PATH.",
      details: { path },
    },
  );
}

/**
 * Whether {@link openSource} takes a path: a folder, or a file with an archive's ending.
 *
 * @throws EvenkeelError `DISK` for a path that cannot be looked at.
 */
export async function isImageSource(path: string): Promise<boolean> {
  return (await isFolder(path)) || (openerOf(path) !== undefined && (await isFile(path)));
}

type Opener = (path: string, memory: number, callbacks: WorkCallbacks) => Promise<FileSource>;

const openGzipped: Opener = async (path, memory, callbacks) =>
  openTar(path, bytesInMemory(await unzip(path, memory, callbacks)), callbacks);

/** How archives are opened, by their endings. */
const openers: Readonly<Record<string, Opener>> = {
  ".zip": (path, _memory, callbacks) => openZip(path, openByteFile(path), callbacks),
  ".tar": (path, _memory, callbacks) => openTar(path, openByteFile(path), callbacks),
  ".tar.gz": openGzipped,
  ".tgz": openGzipped,
};

function openerOf(path: string): Opener | undefined {
  const ending = Object.keys(openers).find((one) => path.toLowerCase().endsWith(one));
  return ending === undefined ? undefined : openers[ending];
}

async function unzip(
  path: string,
  memory: number,
  { onProgress, signal }: WorkCallbacks,
): Promise<Buffer> {
  const report = throttled("unpack", "bytes", onProgress);
  const parts: Buffer[] = [];
  const limit = mostUnpacked((await stat(path)).size);
  let bytes = 0;
  const file = (await openToRead(path)).createReadStream();
  const unzipped = createGunzip();
  file.on("error", (error) => unzipped.destroy(error)).pipe(unzipped);
  try {
    for await (const part of unzipped as AsyncIterable<Buffer>) {
      if (signal?.aborted) throw new EvenkeelError("DATA", `unpack: stopped in ${path}`);
      bytes += part.length;
      if (bytes > memory) throw tooLarge(path, memory);
      if (bytes > limit) throw tooDense(path, limit);
      parts.push(part);
      report(bytes, null);
    }
  } finally {
    file.destroy();
  }
  report(bytes, bytes);
  return Buffer.concat(parts);
}

function tooLarge(path: string, memory: number): EvenkeelError {
  return new EvenkeelError(
    "DATA",
    `folder: a gzipped archive must unpack to ${formatBytes(memory)} at most (data.memory), got more ` +
      `from ${path}`,
    { advice: "Unpack it with gunzip: a .tar is read where it lies, whatever its size." },
  );
}

function tooDense(path: string, limit: number): EvenkeelError {
  return new EvenkeelError(
    "DATA",
    `folder: ${path} must unpack to ${formatBytes(limit)} at most, 64 times its size, got more`,
    { advice: "No images are packed so densely. If it is meant, unpack it with gunzip." },
  );
}
