/** A folder that belongs to one request; the same request continues there. */
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { EvenkeelError } from "../../errors.ts";
import {
  createFolders,
  parseJson,
  readTextIfPresent,
  writeFileAtomically,
} from "../../files/index.ts";
import { quoted } from "../../text.ts";
import { createNumberedFolder } from "./folder-claim.ts";

/** What a folder is asked for. */
export interface FolderRequest {
  /** The folder; default the next number below `runs`, with `name`. */
  readonly out: string | undefined;
  readonly name: string;
  /** The file that keeps the request, such as `claim.json`. */
  readonly file: string;
  /** What must be the same to continue there, whatever the order of its keys. */
  readonly request: object;
}

/**
 * A new folder, or one that was made for the same request.
 *
 * @returns its path.
 * @throws EvenkeelError `RUN_FOLDER` for a folder of another request, `DISK` if the disk refuses.
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
  await createFolders(folder);
  const before = await readTextIfPresent(path);
  if (before === undefined) {
    await writeFileAtomically(path, `${wanted}\n`);
  } else if (!isDeepStrictEqual(parseJson(before), JSON.parse(wanted))) {
    throw new EvenkeelError(
      "RUN_FOLDER",
      `${folder}: must be of ${wanted}, got a folder of ${quoted(before.trim())}`,
      { advice: "Choose another --out." },
    );
  }
  return folder;
}
