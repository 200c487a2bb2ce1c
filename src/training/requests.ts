/** Requests to resume runs. */
import { readResolvedConfig } from "../config/index.ts";
import { isFile } from "../files/index.ts";
import { workingFolderOf } from "../runs/data/index.ts";
import { isUnstarted, openRunFolder, runFiles } from "../runs/folder/index.ts";
import type { TrainingRequest } from "./messages.ts";
import type { Start } from "./start.ts";

/** How to resume a run. */
export interface ResumeOptions {
  /** Options `path=value` that change its config. */
  readonly set?: readonly string[];
  /** Whether to take it from a process on another machine that looks alive; default false. */
  readonly takeOver?: boolean | undefined;
  /** Whether to train on other data than before; default: they are refused. */
  readonly acceptOtherData?: boolean | undefined;
  /** The folder that relative paths start from if its config's folder does not say; default: the working folder. */
  readonly workingFolder?: string | undefined;
  /** The generator step after which training is saved and stops, to be resumed later; default: the last. */
  readonly until?: number | undefined;
}

/**
 * The request to resume the run in a folder from its newest sound checkpoint. A run that was killed before
 * it started is started in its folder if its config exists.
 *
 * @throws EvenkeelError `RUN_FOLDER` for a folder that is not a run folder, or that is incomplete and has no
 *   config; `CONFIG` for options that are not valid.
 */
export async function resumeRequest(
  folder: string,
  { set = [], takeOver = false, acceptOtherData = false, workingFolder, until }: ResumeOptions = {},
): Promise<TrainingRequest> {
  const { config: file } = runFiles(folder);
  const from = (await workingFolderOf(folder)) ?? workingFolder;
  if ((await isFile(file)) && (await isUnstarted(folder))) {
    const config = await readResolvedConfig(file, set);
    return {
      kind: "train",
      config,
      start: { kind: "new", out: folder },
      workingFolder: from,
      until,
    };
  }
  const { files } = await openRunFolder(folder);
  const config = await readResolvedConfig(files.config, set);
  const start: Start = { kind: "resume", folder, takeOver, acceptOtherData };
  return { kind: "train", config, start, workingFolder: from, until };
}
