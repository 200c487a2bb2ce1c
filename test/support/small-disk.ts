/** A disk that is soon full, where this process may mount one. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whether this process may mount a small disk, to fill it. */
export function canMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), "evenkeel-mount-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], { stdio: "ignore" });
    execFileSync("umount", [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
}

/** Does something while a disk of a size is there, which `resize` may change. */
export async function onSmallDisk(
  folder: string,
  size: string,
  work: (resize: (size: string) => void) => Promise<void>,
): Promise<void> {
  mkdirSync(folder);
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder]);
  try {
    await work((now) => execFileSync("mount", ["-o", `remount,size=${now}`, folder]));
  } finally {
    execFileSync("umount", [folder]);
  }
}
