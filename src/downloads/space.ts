import { stat, statfs } from "node:fs/promises";
import { EvenkeelError } from "../errors.ts";
import { formatBytes } from "../text.ts";

/** The size of a file or folder in bytes; `null` when it is not there. */
export async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ size }) => size,
    () => null,
  );
}

/**
 * Requires room for so many bytes on the disk of a folder.
 *
 * @throws EvenkeelError `DISK` when there is less.
 */
export async function requireSpace(folder: string, needed: number): Promise<void> {
  const disk = await statfs(folder).catch(() => null);
  if (disk === null || disk.blocks === 0) return;
  const free = disk.bavail * disk.bsize;
  if (free >= needed) return;
  throw new EvenkeelError(
    "DISK",
    `fetch: ${folder} must have ${formatBytes(needed)} free, got ${formatBytes(free)}`,
    { advice: "Make room, or choose a folder on another disk.", details: { needed, free } },
  );
}
