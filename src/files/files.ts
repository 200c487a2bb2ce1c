/** Files that exist either completely or not at all. */
import { readFileSync, type Stats } from "node:fs";
import { mkdir, open, readdir, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { onDisk } from "./disk-error.ts";
import { notAFile, readSmallText, readText, readTextOrPipe } from "./read-file.ts";

let temporaryNames = 0;

/**
 * Writes a file so that a reader, or the next start after a crash, finds either the old content or the
 * new one, never a part. The content goes to a temporary file in the same folder, which is flushed to
 * disk and then renamed.
 *
 * @param content text is written as UTF-8.
 * @param allow   called just before the rename; may throw to keep the file as it is.
 * @throws EvenkeelError `DISK` if the disk refuses, or the path is a folder, a pipe, a socket or a device, which
 *   a file would replace; the temporary file is removed.
 */
export async function writeFileAtomically(
  path: string,
  content: string | Uint8Array,
  allow: () => void = () => undefined,
): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.tmp-${basename(path)}-${process.pid}-${temporaryNames++}`);
  await onDisk("write", path, async () => {
    await expectFileOrNothing(path);
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

/** A rename would put a file in the place of a device: of /dev/null for all programs there are. */
async function expectFileOrNothing(path: string): Promise<void> {
  const kind = await stat(path).catch((error: unknown) => {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  });
  if (kind === undefined || kind.isFile()) return;
  throw kind.isDirectory() ? Object.assign(new Error("a folder"), { code: "EISDIR" }) : notAFile();
}

/**
 * Writes a file as {@link writeFileAtomically} does, in folders that are created where they are missing. Of a
 * link, the file that it names.
 */
export async function writeOutput(path: string, content: string | Uint8Array): Promise<void> {
  await createFolders(dirname(path));
  await writeFileAtomically(await realpath(path).catch(() => path), content);
}

/** Writes a new file and returns once it is on disk; fails if the file exists. */
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

/** Flushes a folder's directory entries, so that a rename in it survives a power failure. */
export async function flushFolder(path: string): Promise<void> {
  // Windows cannot open a folder and does not need this flush.
  if (process.platform === "win32") return;
  await onDisk("flush", path, async () => {
    const folder = await open(path, "r");
    try {
      await folder.sync();
    } catch (error) {
      // Some network file systems answer this for every folder.
      if (!isCode(error, "EINVAL") && !isCode(error, "ENOTSUP")) throw error;
    } finally {
      await folder.close();
    }
  });
}

/**
 * Reads a UTF-8 text file; `undefined` if it does not exist.
 *
 * @param size `small` of a file that has some thousand bytes unless it is damaged: more than 1 MiB is not read.
 */
export function readTextIfPresent(
  path: string,
  size: "small" | "any" = "any",
): Promise<string | undefined> {
  return ifPresent(path, size === "small" ? readSmallText : readText);
}

/** As {@link readTextIfPresent}, for a small file that a user names: it may be a pipe, such as `<(command)`. */
export function readGivenText(path: string): Promise<string | undefined> {
  return ifPresent(path, readTextOrPipe);
}

function ifPresent<T>(path: string, read: (path: string) => Promise<T>): Promise<T | undefined> {
  return onDisk("read", path, async () => {
    try {
      return await read(path);
    } catch (error) {
      // ENOTDIR: a part of the path is a file, so that nothing is below it
      if (isCode(error, "ENOENT") || isCode(error, "ENOTDIR")) return undefined;
      throw error;
    }
  });
}

/** Creates a folder; returns `false` if the path exists already. */
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
 * Creates a folder and its missing parents. An existing file or folder stays as it is.
 *
 * Node's own `recursive` option never returns where the system answers ENOENT although the parent
 * exists, as in /proc (nodejs/node 20).
 */
export async function createFolders(path: string): Promise<void> {
  if (await isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) await createFolders(parent);
  await createFolder(path);
}

/** Whether a path exists and is a folder. */
export async function isFolder(path: string): Promise<boolean> {
  return is(path, (kind) => kind.isDirectory());
}

/** Whether a path exists and is a file. */
export async function isFile(path: string): Promise<boolean> {
  return is(path, (kind) => kind.isFile());
}

/** Whether a path exists and is a pipe, a socket or a device. */
export async function isSpecial(path: string): Promise<boolean> {
  return is(path, (kind) => !kind.isFile() && !kind.isDirectory());
}

function is(path: string, wanted: (kind: Stats) => boolean): Promise<boolean> {
  return onDisk("read", path, async () => {
    try {
      return wanted(await stat(path));
    } catch (error) {
      if (isNowhere(error)) return false;
      throw error;
    }
  });
}

/**
 * Removes the temporary files and folders (`.tmp-<what>-<pid>`, `.tmp-<what>-<pid>-<n>`) that dead
 * processes left in a folder, and those of this process. Call it only while this process writes nothing
 * there.
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
 * Whether another process with this number runs on this machine. `false` for numbers that are not process
 * ids: 0 and negative numbers stand for process groups.
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

/** Whether a process is dead but not yet reaped, which lasts in a container without an init process. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The state follows the program's name, which may contain any character.
    return /^\) [ZX]/.test(stat.slice(stat.lastIndexOf(")")));
  } catch {
    // /proc exists on Linux only.
    return false;
  }
}

/** Whether nothing can be at a path: no file system has such long names, or zero bytes in names. */
function isNowhere(error: unknown): boolean {
  const codes = ["ENOENT", "ENOTDIR", "ENAMETOOLONG", "ERR_INVALID_ARG_VALUE"];
  return codes.some((code) => isCode(error, code));
}

/** Whether a file system error of Node has this code. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === code;
}
