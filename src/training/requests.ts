/** Requests to go on with runs. */
import { readResolvedConfig } from "../config/index.ts";
import { openRunFolder } from "../runs/folder/index.ts";
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
 * The request to go on with the run in a folder, from its newest sound checkpoint.
 *
 * @throws EvenkeelError `RUN_FOLDER` for a folder that is no run's, `CONFIG` for options that do not fit.
 */
export async function resumeRequest(
  folder: string,
  { set = [], takeOver = false, until }: ResumeOptions = {},
): Promise<TrainingRequest> {
  const { files } = await openRunFolder(folder);
  const config = await readResolvedConfig(files.config, set);
  return { kind: "train", config, start: { kind: "resume", folder, takeOver }, until };
}
