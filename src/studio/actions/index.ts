/** What the studio does to runs: through the processes that train them. */
export { answerOf, type TrainRequest, trainArguments } from "./cli.ts";
export { discardRun, folderSize } from "./discard.ts";
export { formFields } from "./fields.ts";
export { resumeRun } from "./resume.ts";
export { startRun } from "./start.ts";
export { stopRun } from "./stop.ts";
