import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { EvenkeelError } from "../errors.ts";
import type { ArchiveDownload } from "./downloads.ts";
import type { FetchOptions, FetchResult } from "./options.ts";
import { requireSpace, sizeOf } from "./space.ts";
import { unpackArchive } from "./unpack.ts";
import { downloadVerified, makeFolder, partOf } from "./verified.ts";
import { requireChecksum } from "./verify.ts";

/**
 * Downloads an archive and unpacks it below `root`: with resume, checksum and an atomic rename, so that
 * the folder is either whole or absent. A folder that is there already is left alone, and an archive that
 * lies in `root`, downloaded by other means, is used.
 *
 * @throws EvenkeelError `DATA` for a failing network or server, a wrong checksum or an incomplete folder in
 *   the way; `DISK` for a full or read-only disk.
 */
export async function fetchArchive(
  download: ArchiveDownload,
  root: string,
  options: FetchOptions = {},
): Promise<FetchResult> {
  const base = resolve(root);
  const path = join(base, download.folder);
  if (await isThere(path, download)) {
    return { status: "present", path, message: `${path} is there and complete.` };
  }
  await makeFolder(base);
  const archive = join(base, download.archive);
  if ((await sizeOf(archive)) === null) {
    await fetchAnew(download, base, options);
  } else {
    const advice = "Delete or replace it and run this again.";
    await requireChecksum(archive, download.checksums, options, advice);
    await unpackArchive(archive, download, base, options);
  }
  return { status: "fetched", path, message: `${path} is complete.` };
}

async function fetchAnew(
  download: ArchiveDownload,
  base: string,
  options: FetchOptions,
): Promise<void> {
  const { bytes, checksums, files } = download;
  const url = options.url ?? download.url;
  const path = join(base, download.archive);
  const part = partOf(path);
  const unpacked = Object.values(files).reduce((sum, size) => sum + size, 0);
  await requireSpace(base, bytes + unpacked - ((await sizeOf(part)) ?? 0));
  const byHand = `download ${url} by other means, put it at ${path} and run this again.`;
  await downloadVerified({ url, path, bytes, checksums, byHand }, options);
  await unpackArchive(part, download, base, options);
  await rm(part);
}

/** Whether the folder is there and whole; one that is there but not whole is an error. */
async function isThere(path: string, download: ArchiveDownload): Promise<boolean> {
  if ((await sizeOf(path)) === null) return false;
  const wrong: string[] = [];
  for (const [file, bytes] of Object.entries(download.files)) {
    const found = await sizeOf(join(path, file));
    if (found !== bytes) {
      wrong.push(`${file} (${found === null ? "missing" : `${found} bytes, not ${bytes}`})`);
    }
  }
  if (wrong.length === 0) return true;
  throw new EvenkeelError(
    "DATA",
    `fetch: ${path} must be complete or absent, got a folder with ${wrong.join(", ")}`,
    {
      advice: "Move that folder away and run this again, or fetch to another root (data.root).",
      details: { path, wrong },
    },
  );
}
