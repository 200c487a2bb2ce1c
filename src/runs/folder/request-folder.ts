/** A folder that belongs to one request; repeating the request continues there. */
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { refusal } from "../../errors.ts";
import { parseJson, readTextIfPresent, writeFileAtomically } from "../../files/index.ts";
import { quoted } from "../../text.ts";
import { createFreeFolder, createNumberedFolder } from "./folder-claim.ts";

/** A request for a folder. */
export interface FolderRequest {
  /** The folder; default: the next number in `runs`, with `name`. */
  readonly out: string | undefined;
  readonly name: string;
  /** The file that stores the request, such as `claim.json`. */
  readonly file: string;
  /** The request to compare with the stored one; the order of its keys does not matter. */
  readonly request: object;
}

/**
 * A new folder, or an existing one that was created for the same request.
 *
 * @returns the folder's path.
 * @throws EvenkeelError `RUN_FOLDER` for a folder of a different request or an occupied one, `DISK` if the disk refuses.
 */
export async function openRequestFolder({
  out,
  name,
  file,
  request,
}: FolderRequest): Promise<string> {
  const folder = out ?? (await createNumberedFolder("runs", name));
  const wanted = JSON.stringify(request);
  const path = join(folder, file);
  const before = await readTextIfPresent(path);
  if (before === undefined) {
    await createFreeFolder(folder);
    await writeFileAtomically(path, `${wanted}\n`);
  } else if (!isDeepStrictEqual(parseJson(before), JSON.parse(wanted))) {
    throw refusal("RUN_FOLDER", {
      where: folder,
      rule: `must be a folder of ${wanted}`,
      got: `one of ${quoted(before.trim())}`,
      advice: "Choose another --out.",
    });
  }
  return folder;
}
