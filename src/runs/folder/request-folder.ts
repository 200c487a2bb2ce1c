/** A folder that belongs to one request, from which the same request goes on. */
import { join } from "node:path";
import { EvenkeelError } from "../../errors.ts";
import { createFolders, readTextIfPresent, writeFileAtomically } from "../../files/index.ts";
import { createNumberedFolder } from "./folder-claim.ts";

/** What a folder is asked for. */
export interface FolderRequest {
  /** The folder; default the next number below `runs`, with `name`. */
  readonly out: string | undefined;
  readonly name: string;
  /** The file that keeps the request, such as `claim.json`. */
  readonly file: string;
  /** What must be the same when it goes on. */
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
  await createFolders(folder);
  const before = await readTextIfPresent(join(folder, file));
  if (before !== undefined && before.trim() !== wanted) {
    throw new EvenkeelError(
      "RUN_FOLDER",
      `${folder}: must be of ${wanted}, got a folder of ${before.trim()}`,
      { advice: "Choose another --out." },
    );
  }
  await writeFileAtomically(join(folder, file), `${wanted}\n`);
  return folder;
}
