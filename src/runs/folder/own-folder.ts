/** What a run's folder holds that nothing else may replace. */
import type { OwnFolder } from "../../files/index.ts";
import { ATTEMPTS } from "./attempts.ts";
import { RUN_FILES } from "./run-files.ts";

/** A run's folder; its event files are named after the host. */
export const RUN_FOLDER: OwnFolder = {
  what: "a run",
  mark: RUN_FILES.info,
  names: [...Object.values(RUN_FILES), ATTEMPTS, /^events\.out\.tfevents\./],
};
