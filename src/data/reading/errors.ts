import { EvenkeelError } from "../../errors.ts";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "it does not exist",
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EISDIR: "it is a folder, not a file",
  ENOTDIR: "it is not a folder",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EMFILE: "too many open files",
  ELOOP: "its links go round in a circle",
};

/** The code of a system error such as `ENOENT`; `undefined` for any other error. */
export function systemCode(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
}

/** What went wrong, in words that a person understands. */
export function reasonOf(error: unknown): string {
  const code = systemCode(error);
  const known = code === undefined ? undefined : reasons[code];
  if (known !== undefined) return `${known} (${code})`;
  return error instanceof Error ? error.message : String(error);
}

/** The error for a file or folder that cannot be written. */
export function writeError(where: string, path: string, cause: unknown): EvenkeelError {
  return new EvenkeelError("DISK", `${where}: cannot write ${path}: ${reasonOf(cause)}`, {
    advice: "Make room or choose another folder with --set data.root=DIR, then run it again.",
    details: { path },
    cause,
  });
}
