import { EvenkeelError } from "../errors.ts";
import { reasonOf } from "../files/index.ts";

/** The error for a file or folder that cannot be written. */
export function writeError(where: string, path: string, cause: unknown): EvenkeelError {
  return new EvenkeelError("DISK", `${where}: cannot write ${path}: ${reasonOf(cause)}`, {
    advice: "Make room or choose another folder with --set data.root=DIR, then run it again.",
    details: { path },
    cause,
  });
}
