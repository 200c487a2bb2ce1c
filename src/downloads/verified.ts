/** Downloads that are checked before they are put in their place. */
import { mkdir, rename, rm } from "node:fs/promises";
import { type DownloadJob, downloadFile } from "./download.ts";
import type { Checksums } from "./downloads.ts";
import type { FetchOptions } from "./options.ts";
import { requireChecksum } from "./verify.ts";
import { writeError } from "./write-error.ts";

/** What to download, and what it must be; `path` is where it goes in the end. */
export interface VerifiedJob extends DownloadJob {
  readonly checksums: Checksums;
}

/** Where the bytes of a download lie until all have come. */
export function partOf(path: string): string {
  return `${path}.part`;
}

/**
 * Downloads a file into {@link partOf} its path, with resume, and checks it. A file of another checksum
 * is deleted.
 *
 * @throws EvenkeelError `DATA` for a failing network or server, or a wrong checksum; `DISK` for a full or
 *   read-only disk.
 */
export async function downloadVerified(job: VerifiedJob, options: FetchOptions): Promise<void> {
  const part = partOf(job.path);
  await downloadFile({ ...job, path: part }, options);
  await requireChecksum(
    part,
    job.checksums,
    options,
    `It came from ${job.url} and is deleted: run this again, or ${job.byHand}`,
    () => rm(part),
  );
}

/** {@link downloadVerified}, then puts the file in its place. */
export async function fetchFile(job: VerifiedJob, options: FetchOptions): Promise<void> {
  await downloadVerified(job, options);
  await rename(partOf(job.path), job.path).catch((error: unknown) => {
    throw writeError("fetch", job.path, error);
  });
}

/**
 * Creates a folder and those above it.
 *
 * @throws EvenkeelError `DISK` when it cannot.
 */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((error: unknown) => {
    throw writeError("fetch", path, error);
  });
}
