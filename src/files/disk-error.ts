import { EvenkeelError } from "../errors.ts";

/** Node's codes for file system failures: what happened, and what to do about it. */
const FAILURES: Readonly<Record<string, readonly [fact: string, advice: string]>> = {
  ENOSPC: ["no space is left on the disk", "Free some space there, or choose another folder."],
  EDQUOT: ["the disk quota is used up", "Free some of your space, or choose another folder."],
  EACCES: ["permission was denied", "Change the permissions, or choose a folder that you own."],
  EPERM: ["the operation is not permitted", "Change the owner, or choose a folder that you own."],
  EROFS: ["the file system is read-only", "Choose a folder on a writable disk."],
  ENOENT: ["there is no such file or folder", "Check the path."],
  ENOTDIR: ["a part of the path is a file, not a folder", "Check the path."],
  EISDIR: ["the path is a folder, not a file", "Check the path."],
  ELOOP: ["its symbolic links form a loop", "Check the path."],
  ENAMETOOLONG: ["the name is too long for the disk", "Choose a shorter name."],
  EMFILE: ["too many files are open", "Raise the limit of open files (ulimit -n)."],
  ENFILE: ["too many files are open on this machine", "Close other programs and retry."],
  EFBIG: ["the file is too large for the disk", "Choose a folder on another disk."],
  EIO: ["the disk failed", "Check the disk and its connection, then retry."],
  ENXIO: ["the path is a socket or a device, not a file", "Name a file."],
  // our own, and limits of Node itself, without a system call
  ERR_NO_FILE: ["the path is a pipe, a socket or a device, not a file", "Name a file."],
  ERR_PIPE_SILENT: ["nothing came through the pipe for ten seconds", "Name a file."],
  ERR_TEXT_LONG: ["it has more than 1 MiB", "A config is a small file: check what is there."],
  ERR_TEXT_ENCODING: ["it is no text in UTF-8", "Save it as UTF-8."],
  ERR_FS_FILE_TOO_LARGE: ["it has more than 2 GiB", "Check the path."],
  ERR_INVALID_ARG_VALUE: ["the path contains a zero byte", "Check the path."],
  ERR_STRING_TOO_LONG: ["it is too long for a text", "Check the path."],
  ESTALE: ["the network file system was replaced while it was in use", "Mount it again and retry."],
};

/**
 * Translates a file system failure into an {@link EvenkeelError} `DISK` with the path and advice. An
 * error without a system error code is returned unchanged.
 *
 * @param cause the error that Node threw.
 * @param doing the operation that failed, such as `write`, `read` or `create`.
 * @param path  the file or folder of the operation.
 */
export function diskError(cause: unknown, doing: string, path: string): unknown {
  if (!(cause instanceof Error) || cause instanceof EvenkeelError) return cause;
  const code = systemCode(cause);
  const isSystem = (cause as NodeJS.ErrnoException).syscall !== undefined;
  if (code === undefined || !(isSystem || Object.hasOwn(FAILURES, code))) return cause;
  const [fact, advice] = FAILURES[code] ?? ["the system refused", "Check the path and the disk."];
  return new EvenkeelError("DISK", `cannot ${doing} ${path}: ${withCode(fact, code)}`, {
    advice,
    details: { path, code },
    cause,
  });
}

/** The code of a system error such as `ENOENT`; `undefined` for any other error. */
export function systemCode(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === "string" ? code : undefined;
}

/** A system error in words, such as `the disk quota is used up (EDQUOT)`; the message of any other error. */
export function reasonOf(error: unknown): string {
  const code = systemCode(error);
  const known = code === undefined ? undefined : FAILURES[code];
  if (code !== undefined && known !== undefined) return withCode(known[0], code);
  return error instanceof Error ? error.message : String(error);
}

/** A fact with the system's code for it, which people search for; Node's codes and ours tell nothing more. */
function withCode(fact: string, code: string): string {
  return code.startsWith("ERR_") ? fact : `${fact} (${code})`;
}

/** Runs `work` and throws a file system failure as {@link diskError}. */
export async function onDisk<T>(doing: string, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw diskError(cause, doing, path);
  }
}
