import { mkdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { EvenkeelError } from "../../errors.ts";
import { type DownloadOptions, downloadFile } from "../fetch/download.ts";
import { fetchFiles } from "../fetch/files.ts";
import { requireSpace, sizeOf } from "../fetch/space.ts";
import { unpackArchive } from "../fetch/unpack.ts";
import { requireChecksum } from "../fetch/verify.ts";
import { writeError } from "../reading/errors.ts";
import { datasetInfo } from "./catalog.ts";
import type { ArchiveDownload } from "./info.ts";
import { isDecoded } from "./options.ts";

/** How to fetch a data set. */
export interface FetchOptions extends DownloadOptions {
  /** Another address of the same archive, such as a mirror; its checksum must be the same. */
  readonly url?: string | undefined;
}

/** What {@link fetchDataset} did. */
export interface FetchResult {
  readonly status: "fetched" | "present" | "not-needed";
  /** The data set's folder; `null` when it has none. */
  readonly path: string | null;
  /** One plain sentence. */
  readonly message: string;
}

/**
 * Downloads a data set from its home and unpacks it below `root`: with resume, checksum and an
 * atomic rename, so that the set's folder is either whole or absent. A set that is there already is
 * left alone. An archive that lies in `root` already, downloaded by other means, is used.
 *
 * @param name a name of the catalog; `shapes` and `folder` need no fetching, and the result says so.
 * @throws EvenkeelError `USAGE` for an unknown name or a set that has to be got by hand; `DATA` for a failing network or server, a wrong
 *   checksum or an incomplete folder in the way; `DISK` for a full or read-only disk.
 */
export async function fetchDataset(
  name: string,
  root: string,
  options: FetchOptions = {},
): Promise<FetchResult> {
  const info = datasetInfo(name);
  if (info.download?.kind === "archive") return fetchArchive(info.download, root, options);
  if (info.download?.kind === "files") return fetchFiles(info.download, root, options);
  if (isDecoded(info.name) && info.home !== null) {
    throw new EvenkeelError(
      "USAGE",
      `fetch: ${info.name} cannot be fetched: one has to accept its makers' terms at ${info.home}`,
      { advice: `Put what you get there here: ${info.location}.` },
    );
  }
  const message =
    info.name === "folder"
      ? "folder reads images of your own: there is nothing to fetch. Name them with --set data.path=DIR."
      : `${info.name} is built in: there is nothing to fetch.`;
  return { status: "not-needed", path: null, message };
}

/** {@link fetchDataset} for an archive that need not be in the catalog. */
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
  await mkdir(base, { recursive: true }).catch((error: unknown) => {
    throw writeError("fetch", base, error);
  });
  const archive = join(base, download.archive);
  if ((await sizeOf(archive)) === null) {
    await fetchAnew(download, base, options);
  } else {
    await requireChecksum(
      archive,
      download.checksums,
      options,
      "Delete or replace it and run this again.",
    );
    await unpackArchive(archive, download, base, options);
  }
  return { status: "fetched", path, message: `${path} is complete.` };
}

async function fetchAnew(
  download: ArchiveDownload,
  base: string,
  options: FetchOptions,
): Promise<void> {
  const url = options.url ?? download.url;
  const archive = join(base, download.archive);
  const part = `${archive}.part`;
  const unpacked = Object.values(download.files).reduce((sum, bytes) => sum + bytes, 0);
  await requireSpace(base, download.bytes + unpacked - ((await sizeOf(part)) ?? 0));
  const byHand = `download ${url} by other means, put it at ${archive} and run this again.`;
  await downloadFile({ url, path: part, bytes: download.bytes, byHand }, options);
  await requireChecksum(
    part,
    download.checksums,
    options,
    `It came from ${url} and is deleted: run this again, or ${byHand}`,
    () => rm(part),
  );
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
