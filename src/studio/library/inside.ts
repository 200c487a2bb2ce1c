/** Files of a folder that are handed out. */
import { lstat, realpath } from "node:fs/promises";
import { sep } from "node:path";
import { readBytes } from "../../files/index.ts";

/** The bytes of a file in a folder; `undefined` if there is none, if it is a link, or if links lead out of the folder. */
export async function readInside(folder: string, path: string): Promise<Uint8Array | undefined> {
  try {
    if (!(await lstat(path)).isFile()) return undefined;
    const [inside, real] = await Promise.all([realpath(folder), realpath(path)]);
    return real.startsWith(inside + sep) ? await readBytes(path) : undefined;
  } catch {
    return undefined;
  }
}
