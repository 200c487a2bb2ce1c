/** Files that are either there and whole, or not there. */
import { readFileSync } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { onDisk } from "./disk-error.ts";

let temporaryNames = 0;

/**
 * Writes a file so that a reader, or the next start after a crash, finds the old content or the new
 * one, never a part: into a temporary file of the same folder, flushed to the disk, then renamed.
 *
 * @param content text is written as UTF-8.
 * @param allow   called right before the rename; throws where the file must stay as it is.
 * @throws EvenkeelError `DISK` if the disk refuses; the temporary file is removed.
 */
export async function writeFileAtomically(
  path: string,
  content: string | Uint8Array,
  allow: () => void = () => undefined,
): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.tmp-${basename(path)}-${process.pid}-${temporaryNames++}`);
  await onDisk("write", path, async () => {
    try {
      await writeAndSync(temporary, content);
      allow();
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
    await flushFolder(folder);
  });
}

/** Writes a new file and returns once the disk has it; fails if the file exists. */
export async function writeFileToDisk(path: string, content: string | Uint8Array): Promise<void> {
  await onDisk("write", path, () => writeAndSync(path, content));
}

async function writeAndSync(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Flushes a folder's list of names, so that a rename in it survives a power cut. */
export async function flushFolder(path: string): Promise<void> {
  // Windows cannot open a folder, and needs no flush of it.
  if (process.platform === "win32") return;
  await onDisk("flush", path, async () => {
    const folder = await open(path, "r");
    try {
      await folder.sync();
    } catch (error) {
      // What some network file systems answer for any folder.
      if (!isCode(error, "EINVAL") && !isCode(error, "ENOTSUP")) throw error;
    } finally {
      await folder.close();
    }
  });
}

/** Reads a text file in UTF-8; `undefined` if there is none. */
export async function readTextIfPresent(path: string): Promise<string | undefined> {
  return onDisk("read", path, async () => {
    try {
      return await readFile(path, "utf8");
    } catch (error) {
      if (isCode(error, "ENOENT")) return undefined;
      throw error;
    }
  });
}

/** Creates a folder; `false` if something of this name is there already. */
export async function createFolder(path: string): Promise<boolean> {
  return onDisk("create", path, async () => {
    try {
      await mkdir(path);
      return true;
    } catch (error) {
      if (isCode(error, "EEXIST")) return false;
      throw error;
    }
  });
}

/**
 * Creates a folder and those above it; what is there already stays, a file as well.
 *
 * Node's own `recursive` never returns where the system answers ENOENT for a folder whose parent is
 * there, as in /proc (nodejs/node 20).
 */
export async function createFolders(path: string): Promise<void> {
  if (await isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) await createFolders(parent);
  await createFolder(path);
}

/** Whether there is a folder at this path. */
export async function isFolder(path: string): Promise<boolean> {
  return onDisk("read", path, async () => {
    try {
      return (await stat(path)).isDirectory();
    } catch (error) {
      if (isCode(error, "ENOENT") || isCode(error, "ENOTDIR")) return false;
      throw error;
    }
  });
}

/** Whether there is a file at this path. */
export async function isFile(path: string): Promise<boolean> {
  return onDisk("read", path, async () => {
    try {
      return (await stat(path)).isFile();
    } catch (error) {
      if (isCode(error, "ENOENT") || isCode(error, "ENOTDIR")) return false;
      throw error;
    }
  });
}

/**
 * Removes the temporary files and folders (`.tmp-<what>-<pid>`, `.tmp-<what>-<pid>-<n>`) that dead
 * processes left in a folder, and this process's own: to be called while it writes nothing there.
 */
export async function removeLeftovers(folder: string): Promise<void> {
  await onDisk("clean", folder, async () => {
    for (const name of await readdir(folder)) {
      const pid = /^\.tmp-.+?-(\d+)(-\d+)?$/.exec(name)?.[1];
      if (pid === undefined || isOtherLiveProcess(Number(pid))) continue;
      await rm(join(folder, name), { recursive: true, force: true });
    }
  });
}

/**
 * Whether a process of this number runs on this machine and is not this one. What is no process number
 * (0 and negative ones stand for groups) is none.
 */
export function isOtherLiveProcess(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return isCode(error, "EPERM");
  }
}

/** Whether a process is dead and only its number is left, as for ever in a container without an init. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // the state follows the program's name, which may hold anything
    return /^\) [ZX]/.test(stat.slice(stat.lastIndexOf(")")));
  } catch {
    // there is no /proc but on Linux
    return false;
  }
}

/** Whether a failure of Node's file system has this code. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === code;
}
