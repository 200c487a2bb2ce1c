/** Training in a run folder, from settings to its end. */
export { planOfConfig } from "./config-plan.ts";
export type { Forecast } from "./forecast-result.ts";
export { healthSection, openHealth } from "./health.ts";
export { openRunInstruments } from "./instruments.ts";
export type { Progress, TrainingOutcome, TrainingRequest } from "./messages.ts";
export { prepare } from "./prepare.ts";
export { startTraining } from "./thread.ts";
