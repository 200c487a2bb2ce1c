import { mkdir, open, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { EvenkeelError } from "../errors.ts";
import { openToRead, systemCode, throttled, type WorkCallbacks } from "../files/index.ts";
import type { ArchiveDownload } from "./downloads.ts";
import { readTar, type TarEntry } from "./tar.ts";
import { writeError } from "./write-error.ts";

/**
 * Unpacks the wanted files of a gzipped tar into `<root>/<download.folder>`.
 *
 * They are written to a temporary folder beside it, which is renamed once it is complete, so the
 * folder is either whole or absent. A file is recognized by the last part of its path, and no other
 * part of a path is used.
 *
 * @throws EvenkeelError `DATA` for a damaged archive, one without a wanted file, or a stop by the
 *   signal; `DISK` when the disk does not take it.
 */
export async function unpackArchive(
  archive: string,
  download: ArchiveDownload,
  root: string,
  callbacks: WorkCallbacks = {},
): Promise<void> {
  const temporary = join(root, `.${download.folder}.${process.pid}`);
  const target = join(root, download.folder);
  try {
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary);
    await pipeline((await openToRead(archive)).createReadStream(), createGunzip(), (unzipped) =>
      writeEntries(unzipped, archive, download, temporary, callbacks),
    );
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    if (error instanceof EvenkeelError) throw error;
    if (systemCode(error)?.startsWith("Z_")) {
      throw new EvenkeelError(
        "DATA",
        `unpack: ${archive} is damaged: ${(error as Error).message}`,
        {
          cause: error,
        },
      );
    }
    throw writeError("unpack", target, error);
  }
}

const notThisSet = "Delete the archive and run this again; if that does not help, it has changed.";

async function writeEntries(
  unzipped: AsyncIterable<Uint8Array>,
  archive: string,
  download: ArchiveDownload,
  folder: string,
  { onProgress, signal }: WorkCallbacks,
): Promise<void> {
  const report = throttled("unpack", "bytes", onProgress);
  const total = Object.values(download.files).reduce((sum, bytes) => sum + bytes, 0);
  const missing = new Set(Object.keys(download.files));
  let done = 0;
  report(done, total);
  for await (const entry of readTar(unzipped, archive)) {
    if (signal?.aborted) throw new EvenkeelError("DATA", `unpack: stopped while in ${archive}`);
    const file = basename(entry.path);
    const expected = download.files[file];
    if (expected === undefined && !download.extras.includes(file)) continue;
    if (expected !== undefined && entry.bytes !== expected) {
      throw new EvenkeelError(
        "DATA",
        `unpack: ${file} must have ${expected} bytes, got ${entry.bytes} in ${archive}`,
        { advice: notThisSet },
      );
    }
    await writeEntry(entry, join(folder, file));
    missing.delete(file);
    done += expected ?? 0;
    report(done, total);
  }
  if (missing.size === 0) return;
  throw new EvenkeelError("DATA", `unpack: ${archive} lacks ${[...missing].join(", ")}`, {
    advice: notThisSet,
  });
}

async function writeEntry(entry: TarEntry, path: string): Promise<void> {
  const file = await open(path, "w");
  try {
    for await (const part of entry.content) await file.writeFile(part);
    await file.sync();
  } finally {
    await file.close();
  }
}
