/** Requests to go on with runs. */
import { readResolvedConfig } from "../config/index.ts";
import { isFile } from "../files/index.ts";
import { isUnstarted, openRunFolder, runFiles } from "../runs/folder/index.ts";
import type { TrainingRequest } from "./messages.ts";

/** How a run goes on. */
export interface ResumeOptions {
  /** Options `path=value` that change its config. */
  readonly set?: readonly string[];
  /** Whether to take it from another machine's process that looks alive; default false. */
  readonly takeOver?: boolean | undefined;
  /** The generator step after which it stops, saved, to be resumed later; default: its end. */
  readonly until?: number | undefined;
}

/**
 * The request to resume the run in a folder, from its newest sound checkpoint. A run that was killed before
 * it began starts over in its folder, if its config is there.
 *
 * @throws EvenkeelError `RUN_FOLDER` for a folder that is no run's or holds the beginning of one without a
 *   config, `CONFIG` for options that do not fit.
 */
export async function resumeRequest(
  folder: string,
  { set = [], takeOver = false, until }: ResumeOptions = {},
): Promise<TrainingRequest> {
  const { config: file } = runFiles(folder);
  if ((await isFile(file)) && (await isUnstarted(folder))) {
    const config = await readResolvedConfig(file, set);
    return { kind: "train", config, start: { kind: "new", out: folder }, until };
  }
  const { files } = await openRunFolder(folder);
  const config = await readResolvedConfig(files.config, set);
  return { kind: "train", config, start: { kind: "resume", folder, takeOver }, until };
}
