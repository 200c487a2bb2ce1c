/** Moves runs to the trash. */
import { readdir, rename, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { refusal } from "../../errors.ts";
import { createFolders, isFile, onDisk, realPath } from "../../files/index.ts";
import { asAttempt } from "../../runs/folder/index.ts";
import { shell } from "../../text.ts";
import type { DiscardedRun, FolderSize } from "../api.ts";
import { GROUP_FOLDERS, type Root, type RunEntry } from "../library/index.ts";

/** The folder below a root that discarded runs are moved to; runs are not looked for in it. */
const TRASH = ".trash";

/**
 * Moves a run's folder to the trash of the root that it was found below, and what was printed when it was started with
 * it. Nothing is removed from the disk.
 *
 * @throws EvenkeelError `RUN_FOLDER` if a process trains it, or if it is part of an experiment, a sweep or a claim's
 *   test, which would miss it; `DISK` if the disk refuses.
 */
export async function discardRun(
  { folder, id }: Pick<RunEntry, "folder" | "id">,
  roots: readonly Root[],
): Promise<DiscardedRun> {
  const root = roots.find(({ name }) => id === name || id.startsWith(`${name}/`));
  if (root === undefined || folder === root.folder) {
    throw refusal("RUN_FOLDER", {
      where: folder,
      rule: "the studio's own folder cannot be moved to its trash",
    });
  }
  await refuseIfPart(folder);
  const time = new Date().toISOString().replaceAll(/[-:]|\..*/g, "");
  const place = join(root.folder, TRASH, time);
  const to = join(place, relative(root.folder, folder).replaceAll(/[\\/]/g, "-"));
  await asAttempt(folder, false, async () => {
    await createFolders(place);
    await onDisk("move", folder, () => rename(folder, to));
    const log = `${folder}.log`;
    // the run is moved: what was printed may stay
    await rename(log, join(place, basename(log))).catch(() => undefined);
  });
  return { to: resolve(to), back: shell`mv ${resolve(to)} ${resolve(folder)}` };
}

/** Refuses a run that something else counts on, which may be the studio's own folder or above it. */
async function refuseIfPart(folder: string): Promise<void> {
  for (let above = dirname(await realPath(folder)); ; above = dirname(above)) {
    for (const { mark, what } of GROUP_FOLDERS) {
      if (!(await isFile(join(above, mark)))) continue;
      throw refusal("RUN_FOLDER", {
        where: folder,
        rule: `is part of ${what}, which would miss it`,
        got: above,
        advice: `To be rid of all of it: ${shell`mv ${above} ${join(dirname(above), TRASH)}`}`,
      });
    }
    if (above === dirname(above)) return;
  }
}

/** The bytes and files of a folder, links not followed. */
export async function folderSize(folder: string): Promise<FolderSize> {
  const entries = await onDisk("read", folder, () =>
    readdir(folder, { recursive: true, withFileTypes: true }),
  );
  const files = entries.filter((entry) => entry.isFile());
  let bytes = 0;
  for (const file of files) {
    // one that a process has removed meanwhile has none
    bytes += await stat(join(file.parentPath, file.name)).then(
      ({ size }) => size,
      () => 0,
    );
  }
  return { files: files.length, bytes };
}
