/** Where commands may write what they are asked for: never over a run's own files, nor over what they read. */
import { extname, sep } from "node:path";
import { EvenkeelError } from "../../errors.ts";
import { isFile, isSpecial, ownerOf, realPath } from "../../files/index.ts";

/** What a command reads, and where it writes by itself. */
export interface Surroundings {
  /** Paths that the command writes where no other is named. */
  readonly usual?: readonly string[];
  /** Files and folders that it reads, if they exist. */
  readonly reads?: readonly string[];
}

/**
 * Refuses a place that an option names, a file or a folder, where writing there would replace what a run, an
 * experiment, a sweep or another such folder has written, or a pipe or a device, or change what the command
 * reads.
 *
 * @param path `undefined` where the option isn't given.
 * @throws EvenkeelError `USAGE`.
 */
export async function expectFreePlace(
  option: string,
  path: string | undefined,
  { usual = [], reads = [] }: Surroundings = {},
): Promise<void> {
  if (path === undefined) return;
  if (path === "") throw refused(`${option}: must name a file or a folder`, '""');
  if (await isSpecial(path)) {
    throw refused(`${option}: must be a file or a folder, not a pipe, a socket or a device`, path);
  }
  const place = await realPath(path);
  for (const one of usual) if ((await realPath(one)) === place) return;
  for (const read of reads) {
    const known = await realPath(read);
    if (place === known || place.startsWith(known + sep)) {
      throw refused(`${option}: must not change what the command reads, ${read}`, path);
    }
  }
  const owner = await ownerOf(path, await ownFolders());
  if (owner !== undefined) {
    throw refused(`${option}: must not replace what ${owner.what} has written`, path);
  }
}

/**
 * Refuses a file that exists and is of another kind than what would replace it.
 *
 * @param kinds the extensions of the files that the command writes, such as `.html`.
 * @throws EvenkeelError `USAGE`.
 */
export async function expectSameKind(
  option: string,
  path: string | undefined,
  kinds: readonly string[],
): Promise<void> {
  if (path === undefined || kinds.includes(extname(path).toLowerCase())) return;
  if (!(await isFile(path))) return;
  throw refused(
    `${option}: must not replace a file of another kind than ${kinds.join(", ")}`,
    path,
  );
}

/**
 * Refuses a file, a pipe or a device where a folder is to be.
 *
 * @throws EvenkeelError `USAGE`.
 */
export async function expectFolderPlace(option: string, path: string | undefined): Promise<void> {
  if (path !== undefined && ((await isFile(path)) || (await isSpecial(path)))) {
    throw refused(`${option}: must be a folder, or not exist yet`, path);
  }
}

function refused(rule: string, path: string): EvenkeelError {
  return new EvenkeelError("USAGE", `${rule}, got ${path}`, {
    advice: "Choose another place for it.",
  });
}

/** The folders that Evenkeel fills; loaded when a place is named. */
async function ownFolders() {
  const [
    { RUN_FOLDER },
    { EXPERIMENT_FOLDER },
    { SWEEP_FOLDER },
    { CLAIM_FOLDER },
    { SCALE_FOLDER },
    { CLASSIFIER_FOLDER },
  ] = await Promise.all([
    import("../../runs/folder/index.ts"),
    import("../../runs/experiments/index.ts"),
    import("../../sweeps/folder/index.ts"),
    import("../../claims/index.ts"),
    import("../../tune/index.ts"),
    import("../../classify/index.ts"),
  ]);
  return [
    ...[RUN_FOLDER, EXPERIMENT_FOLDER, SWEEP_FOLDER],
    ...[CLAIM_FOLDER, SCALE_FOLDER, CLASSIFIER_FOLDER],
  ];
}
