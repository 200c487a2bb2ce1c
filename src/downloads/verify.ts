import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { EvenkeelError } from "../errors.ts";
import { openToRead, reasonOf, throttled, type WorkCallbacks } from "../files/index.ts";
import type { Checksums } from "./downloads.ts";

/**
 * Compares a file with the checksums it must have.
 *
 * @returns `null` when all agree, otherwise the first that does not: its kind, the expected and the
 *   found value.
 * @throws EvenkeelError `DATA` when the file cannot be read or the signal stops it.
 */
export async function differingChecksum(
  path: string,
  checksums: Checksums,
  { onProgress, signal }: WorkCallbacks = {},
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
    const file = await openToRead(path);
    for await (const chunk of file.createReadStream({ highWaterMark: 1 << 20 })) {
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
    if (!found.startsWith(expected)) return { kind, expected, found };
  }
  return null;
}

/**
 * Requires a file to have its checksums.
 *
 * @param advice what to do when it has not.
 * @param onMismatch done before the error is thrown.
 * @throws EvenkeelError `DATA` with the expected and the found value.
 */
export async function requireChecksum(
  path: string,
  checksums: Checksums,
  callbacks: WorkCallbacks,
  advice: string,
  onMismatch: () => Promise<void> = async () => {},
): Promise<void> {
  const differing = await differingChecksum(path, checksums, callbacks);
  if (differing === null) return;
  await onMismatch();
  const { kind, expected, found } = differing;
  const must = expected.length === found.length ? "must be" : "must begin with";
  throw new EvenkeelError(
    "DATA",
    `fetch: the ${kind} of ${path} ${must} ${expected}, got ${found}`,
    {
      advice,
      details: { path, ...differing },
    },
  );
}
