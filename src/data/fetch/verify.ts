import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { EvenkeelError } from "../../errors.ts";
import type { DatasetDownload } from "../catalog.ts";
import { type DataCallbacks, throttled } from "../dataset.ts";
import { reasonOf } from "../files.ts";

/**
 * Compares a file with the checksums it must have.
 *
 * @returns `null` when all agree, otherwise the first that does not: its kind, the expected and the
 *   found value.
 * @throws EvenkeelError `DATA` when the file cannot be read or the signal stops it.
 */
export async function differingChecksum(
  path: string,
  checksums: DatasetDownload["checksums"],
  { onProgress, signal }: DataCallbacks = {},
): Promise<{ readonly kind: string; readonly expected: string; readonly found: string } | null> {
  const report = throttled("verify", "bytes", onProgress);
  const hashes = Object.entries(checksums).map(([kind, expected]) => ({
    kind,
    expected,
    hash: createHash(kind),
  }));
  try {
    const { size } = await stat(path);
    let done = 0;
    report(done, size);
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      if (signal?.aborted) throw new EvenkeelError("DATA", `verify: stopped while reading ${path}`);
      for (const { hash } of hashes) hash.update(chunk as Buffer);
      done += (chunk as Buffer).length;
      report(done, size);
    }
  } catch (error) {
    if (error instanceof EvenkeelError) throw error;
    throw new EvenkeelError("DATA", `verify: cannot read ${path}: ${reasonOf(error)}`, {
      cause: error,
    });
  }
  for (const { kind, expected, hash } of hashes) {
    const found = hash.digest("hex");
    if (found !== expected) return { kind, expected, found };
  }
  return null;
}
