import { join, resolve } from "node:path";
import { EvenkeelError } from "../errors.ts";
import type { DownloadedFile, FilesDownload } from "./downloads.ts";
import type { FetchOptions, FetchResult } from "./options.ts";
import { requireSpace, sizeOf } from "./space.ts";
import { fetchFile, makeFolder } from "./verified.ts";

/**
 * Downloads files into `<root>/<folder>`, each with resume and checksum, and put in its place once it is
 * whole. Files of the right size that are there already are left alone.
 *
 * @param options.url another address of the folder that holds them.
 * @throws EvenkeelError `DATA` for a failing network or server, a wrong checksum, or a file of another
 *   size in the way; `DISK` for a full or read-only disk.
 */
export async function fetchFiles(
  { folder, files }: FilesDownload,
  root: string,
  options: FetchOptions = {},
): Promise<FetchResult> {
  const path = join(resolve(root), folder);
  const missing: DownloadedFile[] = [];
  for (const wanted of files) if (!(await isThere(path, wanted))) missing.push(wanted);
  if (missing.length === 0) {
    return { status: "present", path, message: `${path} is there and complete.` };
  }
  await makeFolder(path);
  await requireSpace(
    path,
    missing.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  for (const { file, bytes, checksums, ...wanted } of missing) {
    const url = options.url === undefined ? wanted.url : `${options.url}/${file}`;
    const place = join(path, file);
    const byHand = `download ${url} by other means and put it at ${place}.`;
    await fetchFile({ url, path: place, bytes, checksums, byHand }, options);
  }
  return { status: "fetched", path, message: `${path} is complete.` };
}

async function isThere(folder: string, { file, bytes }: DownloadedFile): Promise<boolean> {
  const path = join(folder, file);
  const found = await sizeOf(path);
  if (found === null || found === bytes) return found !== null;
  throw new EvenkeelError(
    "DATA",
    `fetch: ${path} must have ${bytes} bytes or be absent, got ${found} bytes`,
    {
      advice: "Move it away and run this again, or fetch to another root (data.root).",
      details: { path, found },
    },
  );
}
